package dev.procpool.protocol.channel;

import dev.procpool.protocol.Frame;
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
    private final Buffer heads = new Buffer();
    private final Buffer tails = new Buffer();

    /** What the last frame refers to, until it is read. */
    private RegionReference unread;

    Receiver(ChronicleQueue queue, ExcerptTailer tailer, RegionReader region, int maxFrameBytes) {
        this.queue = queue;
        this.tailer = tailer;
        this.region = region;
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * The next frame, or empty if there is none yet. Its head is a copy in a buffer of this receiver, valid until the next
     * call: the document is closed before anyone looks at it, so that no failure can lose the rest of a frame.
     *
     * @throws ProtocolException if the document is larger than a frame may be, or refers to something that is no frame
     */
    public Optional<Frame> poll() {
        if (unread != null) {
            unread = null;
            region.skip();
        }
        int length;
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return Optional.empty();
            }
            Bytes<?> bytes = document.wire().bytes();
            length = checked(bytes.readRemaining());
            bytes.read(heads.of(length), 0, length);
        }
        tails.of(0); // it has not been needed
        byte[] head = heads.array;
        if (!RegionReference.isIn(head, length)) {
            return Optional.of(Frame.of(new Slice(head, 0, length)));
        }
        RegionReference large = RegionReference.of(head);
        large.check();
        checked((long) length - RegionReference.BYTES + large.length());
        if (length == RegionReference.BYTES) {
            region.read(large, heads.of(large.length()));
            return Optional.of(Frame.of(new Slice(heads.array, 0, large.length())));
        }
        unread = large;
        Slice before = new Slice(head, RegionReference.BYTES, length - RegionReference.BYTES);
        return Optional.of(new Frame(before, new RegionTail(large)));
    }

    /** Leaves the array of the frame that was polled last to the caller, for good. */
    public void leaveBuffer() {
        heads.array = new byte[INITIAL_BUFFER];
    }

    private int checked(long length) {
        if (length > maxFrameBytes) {
            throw new ProtocolException("a frame of " + length + " bytes; the limit is " + maxFrameBytes);
        }
        return (int) length;
    }

    private final class RegionTail implements Frame.Tail {

        private final RegionReference reference;

        private RegionTail(RegionReference reference) {
            this.reference = reference;
        }

        @Override
        public int length() {
            return reference.length();
        }

        @Override
        public Slice read(boolean own) {
            if (unread != reference) {
                throw new IllegalStateException("it was read, or another frame was taken");
            }
            byte[] target = own ? UninitializedBytes.allocate(length()) : tails.of(length());
            unread = null;
            region.read(reference, target);
            return new Slice(target, 0, length());
        }
    }

    /** An array that is used again, and let go of when large ones are not needed any more. */
    private final class Buffer {

        private byte[] array = new byte[INITIAL_BUFFER];
        private int smallFrames;

        private byte[] of(int length) {
            smallFrames = length > KEPT_BUFFER ? 0 : smallFrames + 1;
            if (array.length < length) {
                int capacity =
                        length > KEPT_BUFFER ? length : Math.min(maxFrameBytes, Math.max(length, 2 * array.length));
                array = NOTHING; // there may not be memory for both
                array = new byte[capacity];
            } else if (array.length > KEPT_BUFFER && smallFrames > SMALL_FRAMES) {
                array = new byte[Math.max(length, INITIAL_BUFFER)];
            }
            return array;
        }
    }

    @Override
    public void close() {
        tailer.close();
        queue.close();
        region.close();
    }
}
