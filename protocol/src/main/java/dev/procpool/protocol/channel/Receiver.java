package dev.procpool.protocol.channel;

import dev.procpool.protocol.ProtocolException;
import dev.procpool.protocol.Slice;
import java.util.Optional;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

/** The reading end of a queue. One thread at a time: the caller provides the happens-before. */
public final class Receiver implements AutoCloseable {

    private static final int INITIAL_BUFFER = 8192;
    private static final byte[] NOTHING = {};
    private static final int KEPT_BUFFER = 1 << 20;

    /** After so many small frames it lets go of the buffer for large ones. */
    private static final int SMALL_FRAMES = 64;

    private final ChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final RegionReader region;
    private final int maxFrameBytes;
    private byte[] buffer = new byte[INITIAL_BUFFER];
    private int smallFrames;

    Receiver(ChronicleQueue queue, ExcerptTailer tailer, RegionReader region, int maxFrameBytes) {
        this.queue = queue;
        this.tailer = tailer;
        this.region = region;
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * The next frame, or empty if there is none yet. It is a copy in a buffer of this receiver, valid until the next
     * call: the document is closed before anyone looks at it, so that no failure can lose the rest of a frame.
     *
     * @throws ProtocolException if the document is larger than a frame may be, or refers to something that is no frame
     */
    public Optional<Slice> poll() {
        int length;
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return Optional.empty();
            }
            Bytes<?> bytes = document.wire().bytes();
            length = checked(bytes.readRemaining());
            bytes.read(bufferOf(length), 0, length);
        }
        if (RegionReference.isIn(buffer, length)) {
            RegionReference large = RegionReference.of(buffer);
            length = checked(large.length());
            region.read(large, bufferOf(length));
        }
        return Optional.of(new Slice(buffer, 0, length));
    }

    /** Leaves the array of the frame that was polled last to the caller, for good. */
    public void leaveBuffer() {
        buffer = new byte[INITIAL_BUFFER];
    }

    private int checked(long length) {
        if (length > maxFrameBytes) {
            throw new ProtocolException("a frame of " + length + " bytes; the limit is " + maxFrameBytes);
        }
        return (int) length;
    }

    private byte[] bufferOf(int length) {
        smallFrames = length > KEPT_BUFFER ? 0 : smallFrames + 1;
        if (buffer.length < length) {
            int capacity = length > KEPT_BUFFER ? length : Math.min(maxFrameBytes, Math.max(length, 2 * buffer.length));
            buffer = NOTHING; // there may not be memory for both
            buffer = new byte[capacity];
        } else if (buffer.length > KEPT_BUFFER && smallFrames > SMALL_FRAMES) {
            buffer = new byte[Math.max(length, INITIAL_BUFFER)];
        }
        return buffer;
    }

    @Override
    public void close() {
        tailer.close();
        queue.close();
        region.close();
    }
}
