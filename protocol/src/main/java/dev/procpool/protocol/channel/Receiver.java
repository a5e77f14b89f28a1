package dev.procpool.protocol.channel;

import dev.procpool.protocol.message.Frame;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.message.Slice;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

/** The reading end of a queue. One thread at a time: the caller provides the happens-before. */
public final class Receiver implements AutoCloseable {

    private static final int INITIAL_BUFFER = 8192;
    private static final byte[] NOTHING = {};

    /** An announced tail counts as arriving until its writer has made no step for this time. */
    private static final long PATIENCE_NANOS = 200_000;

    private static final int KEPT_BUFFER = 1 << 20;

    /** The number of small frames in a row after which the buffer for large frames is released. */
    private static final int SMALL_FRAMES = 64;

    private final ChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final RegionReader region;
    private final int maxFrameBytes;
    private final LongSupplier nanoClock;
    private final Buffer heads = new Buffer();
    private final Buffer tails = new Buffer();

    /** The part of the region that the last frame refers to, until that part is read; then null. */
    private RegionReference unread;

    /** The tail that was announced, until its frame is read or another frame comes; then null. */
    private Arrival arrival;

    /** Whether the last announced tail was read into an array of its own; most likely the next one will be, too. */
    private boolean wasOwn = true;

    Receiver(
            ChronicleQueue queue,
            ExcerptTailer tailer,
            RegionReader region,
            int maxFrameBytes,
            LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.queue = queue;
        this.tailer = tailer;
        this.region = region;
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * The next frame, or empty if there is none yet. Its head is a copy in a buffer of this receiver, valid until the
     * next call, whatever that returns. The document is closed before the frame is returned, so that no failure can
     * lose the rest of it.
     *
     * <p>If a large frame was announced, the part of it that has been written so far is copied.
     *
     * @throws ProtocolException if the document is larger than a frame may be, or refers to bytes that are no frame
     */
    public Optional<Frame> poll() {
        if (unread != null) {
            unread = null;
            arrival = null;
            region.skip();
        }
        int length = nextDocument();
        while (RegionReference.isAnnouncedIn(heads.array, length)) {
            announced(RegionReference.of(heads.array));
            length = nextDocument(); // the frame may be here already
        }
        if (length == 0) {
            if (arrival != null) {
                arrival.readAhead();
            }
            return Optional.empty();
        }
        return Optional.of(frame(heads.array, length));
    }

    /** Copies the next document, and returns its length; 0 if there is none. */
    private int nextDocument() {
        int length;
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return 0;
            }
            Bytes<?> bytes = document.wire().bytes();
            length = checked(bytes.readRemaining());
            bytes.read(heads.of(length), 0, length);
        }
        tails.of(0); // the buffer was not needed for this frame
        return length;
    }

    private void announced(RegionReference large) {
        large.check();
        checked(large.length());
        if (arrival != null) {
            throw new ProtocolException("two announcements of frames, and no frame between them");
        }
        arrival = new Arrival(large);
    }

    private Frame frame(byte[] head, int length) {
        RegionReference large = RegionReference.isIn(head, length) ? RegionReference.of(head) : null;
        boolean hasTail = large != null && length > RegionReference.BYTES;
        if (arrival != null && !(hasTail && arrival.reference.equals(large))) {
            arrival = null; // another frame came
        }
        if (large == null) {
            return Frame.of(new Slice(head, 0, length));
        }
        large.check();
        checked((long) length - RegionReference.BYTES + large.length());
        if (!hasTail) {
            region.read(large, heads.of(large.length()), 0);
            return Frame.of(new Slice(heads.array, 0, large.length()));
        }
        unread = large;
        return new Frame(new Slice(head, RegionReference.BYTES, length - RegionReference.BYTES), new RegionTail(large));
    }

    /** Whether a large frame is being written: a {@link #poll} that follows at once may copy more of it. */
    public boolean isArriving() {
        return unread == null && arrival != null && arrival.isMoving;
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
            unread = null;
            Arrival ahead = arrival;
            arrival = null;
            if (ahead != null && ahead.target != null) {
                wasOwn = own;
                region.read(reference, ahead.target, ahead.done);
                byte[] bytes = own && !ahead.isOwn ? Arrays.copyOf(ahead.target, length()) : ahead.target;
                return new Slice(bytes, 0, length());
            }
            byte[] target = own ? UninitializedBytes.allocate(length()) : tails.of(length());
            region.read(reference, target, 0);
            return new Slice(target, 0, length());
        }
    }

    /** A tail that is read while it is written. */
    private final class Arrival {

        private final RegionReference reference;
        private final boolean isOwn = wasOwn;

        /** The array that the tail is copied to; null until it is needed, and if there is no memory for it. */
        private byte[] target;

        private int done;
        private boolean isLeftToItsReader;
        private boolean isMoving = true;
        private int doneAtStep;
        private long steppedNanos;

        private Arrival(RegionReference reference) {
            this.reference = reference;
        }

        private void readAhead() {
            if (isLeftToItsReader) {
                return;
            }
            if (target == null) {
                region.require();
                try {
                    target = isOwn ? UninitializedBytes.allocate(reference.length()) : tails.of(reference.length());
                } catch (OutOfMemoryError e) {
                    isLeftToItsReader = true; // the reader of the frame finds that out, too
                    isMoving = false;
                    return;
                }
                steppedNanos = nanoClock.getAsLong(); // to open the region may have taken long
            }
            done = region.readAhead(reference, target, done);
            long now = nanoClock.getAsLong();
            if (done - doneAtStep >= RegionWriter.STEP) {
                doneAtStep = done;
                steppedNanos = now;
            }
            isMoving = now - steppedNanos < PATIENCE_NANOS;
        }
    }

    /** An array that is used again, and released when large frames have stopped coming. */
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
