package dev.procpool.protocol.channel;

import dev.procpool.protocol.Frame;
import dev.procpool.protocol.ProtocolException;
import dev.procpool.protocol.Slice;
import java.util.Arrays;
import java.util.Optional;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

/** The reading end of a queue. One thread at a time: the caller provides the happens-before. */
public final class Receiver implements AutoCloseable {

    private static final int INITIAL_BUFFER = 8192;
    private static final byte[] NOTHING = {};

    /** So often without anything new it makes sense to ask at once for more of a frame that was announced: some 50 µs. */
    private static final int PATIENT_POLLS = 500;

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

    /** What was announced; null if nothing was, or the frame has been polled and the next one is awaited. */
    private Arrival arrival;

    /** Whether the last tail that was announced became an array of its own: so will the next one, most likely. */
    private boolean wasOwn = true;

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
        int length;
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                if (arrival != null) {
                    arrival.readAhead();
                }
                return Optional.empty();
            }
            Bytes<?> bytes = document.wire().bytes();
            length = checked(bytes.readRemaining());
            bytes.read(heads.of(length), 0, length);
        }
        tails.of(0); // it has not been needed
        byte[] head = heads.array;
        if (RegionReference.isAnnouncedIn(head, length)) {
            announced(RegionReference.of(head));
            return Optional.empty();
        }
        RegionReference large = RegionReference.isIn(head, length) ? RegionReference.of(head) : null;
        boolean hasTail = large != null && length > RegionReference.BYTES;
        if (arrival != null && !(hasTail && arrival.reference.equals(large))) {
            arrival = null; // another frame came
        }
        if (large == null) {
            return Optional.of(Frame.of(new Slice(head, 0, length)));
        }
        large.check();
        checked((long) length - RegionReference.BYTES + large.length());
        if (!hasTail) {
            region.read(large, heads.of(large.length()), 0);
            return Optional.of(Frame.of(new Slice(heads.array, 0, large.length())));
        }
        unread = large;
        Slice before = new Slice(head, RegionReference.BYTES, length - RegionReference.BYTES);
        return Optional.of(new Frame(before, new RegionTail(large)));
    }

    /** Whether a frame is on its way: the next {@link #poll} may well have it, or more of it, if that follows at once. */
    public boolean isArriving() {
        return arrival != null && arrival.idlePolls < PATIENT_POLLS;
    }

    private void announced(RegionReference large) {
        large.check();
        checked(large.length());
        if (arrival != null) {
            throw new ProtocolException("two announcements of frames, and no frame between them");
        }
        arrival = new Arrival(large);
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
        private byte[] target;
        private int done;
        private int idlePolls;

        private Arrival(RegionReference reference) {
            this.reference = reference;
            try {
                target = isOwn ? UninitializedBytes.allocate(reference.length()) : tails.of(reference.length());
            } catch (OutOfMemoryError e) {
                idlePolls = PATIENT_POLLS; // who reads the tail of the frame will find that out, too
            }
        }

        private void readAhead() {
            if (target == null) {
                return;
            }
            int before = done;
            done = region.readAhead(reference, target, before);
            idlePolls = done > before ? 0 : idlePolls + 1;
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
