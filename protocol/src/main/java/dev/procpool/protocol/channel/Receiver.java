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
    private static final int KEPT_BUFFER = 1 << 20;

    private final ChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final int maxFrameBytes;
    private byte[] buffer = new byte[INITIAL_BUFFER];

    Receiver(ChronicleQueue queue, ExcerptTailer tailer, int maxFrameBytes) {
        this.queue = queue;
        this.tailer = tailer;
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * The next frame, or empty if there is none yet. It is a copy in a buffer of this receiver, valid until the next
     * call: the document is closed before anyone looks at it, so that no failure can lose the rest of a frame.
     *
     * @throws ProtocolException if the document is larger than a frame may be
     */
    public Optional<Slice> poll() {
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return Optional.empty();
            }
            Bytes<?> bytes = document.wire().bytes();
            long length = bytes.readRemaining();
            if (length > maxFrameBytes) {
                throw new ProtocolException("a frame of " + length + " bytes; the limit is " + maxFrameBytes);
            }
            if (buffer.length < length || buffer.length > KEPT_BUFFER && length <= KEPT_BUFFER) {
                buffer = new byte[Math.max((int) length, INITIAL_BUFFER)];
            }
            bytes.read(buffer, 0, (int) length);
            return Optional.of(new Slice(buffer, 0, (int) length));
        }
    }

    @Override
    public void close() {
        tailer.close();
        queue.close();
    }
}
