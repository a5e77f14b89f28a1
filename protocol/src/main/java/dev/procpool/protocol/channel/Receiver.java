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

    /** For so long without another step of the writer it makes sense to ask at once for more of what was announced. */
    private static final long PATIENCE_NANOS = 200_000;

    private static final int KEPT_BUFFER = 1 << 20;

    /** After so many small frames it lets go of the buffer for large ones. */
    private static final int SMALL_FRAMES = 64;

    private final ChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final RegionReader region;
    private final int maxFrameBytes;
    private final LongSupplier nanoClock;
    private final Buffer heads = new Buffer();
    private final Buffer tails = new Buffer();

    /** What the last frame refers to, until it is read. */
    private RegionReference unread;

    /** What was announced, until its frame was read, or another one came. */
    private Arrival arrival;

    /** Whether the last tail that was announced became an array of its own: so will the next one, most likely. */
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
     * The next frame, or empty if there is none yet. Its head is a copy in a buffer of this receiver, valid until the next
     * call, whatever that returns: the document is closed before anyone looks at it, so that no failure can lose the rest of a frame.
     *
     * <p>If a large frame was announced, what there is of it so far is copied.
     *
     * @throws ProtocolException if the document is larger than a frame may be, or refers to something that is no frame
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
        tails.of(0); // it has not been needed
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

    /** Whether a large frame is on its way and comes nearer: the next {@link #poll} may well have more of it, if that follows at once. */
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

        /** Null until it is asked for, and if there is no memory for it. */
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
                    isLeftToItsReader = true; // of the frame, who finds that out, too
                    isMoving = false;
                    return;
                }
                steppedNanos = nanoClock.getAsLong(); // it may have taken long to open the region
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
