package dev.procpool.protocol.between;

import java.util.function.IntConsumer;

/**
 * The records in the ring of a queue, see {@link QueueMemory}, and their headers. Called by the holder of the latch.
 *
 * <pre>
 * header   bits 30..0    length of the payload
 *          bits 47..32   0, the slot of the holder plus 1, or 65,535 for an item that came back
 *          bit  48       the holder has no lease
 *          bit  49       the payload is the item itself, an array of bytes
 * </pre>
 */
final class Records {

    private static final long LENGTH = 0x7fff_ffffL;
    private static final int HOLDER_SHIFT = 32;
    private static final long HOLDER = 0xffffL;
    private static final long RETURNED = 0xffffL;
    private static final long WITHOUT_LEASE = 1L << 48;
    private static final long BYTES = 1L << 49;

    private Records() {}

    // ---- headers

    static long of(int length, boolean isBytes) {
        return length | (isBytes ? BYTES : 0);
    }

    /** The header of an item that no process holds, or of none. */
    static long free(long header) {
        return header & (LENGTH | BYTES);
    }

    static boolean isBytes(long header) {
        return (header & BYTES) != 0;
    }

    static int length(long header) {
        return (int) (header & LENGTH);
    }

    /** The units of a record with a payload of {@code length} bytes. */
    static int units(int length) {
        return 1 + (int) ((length + (long) Mark.UNIT - 1) / Mark.UNIT);
    }

    static long returned(long header) {
        return free(header) | RETURNED << HOLDER_SHIFT;
    }

    static long heldBy(int slot, long header, boolean withoutLease) {
        return free(header) | slot + 1L << HOLDER_SHIFT | (withoutLease ? WITHOUT_LEASE : 0);
    }

    static boolean isReturned(long header) {
        return holder(header) == RETURNED;
    }

    private static long holder(long header) {
        return header >>> HOLDER_SHIFT & HOLDER;
    }

    /** The slot of the process that holds the item, or one that no process has. */
    static int slot(long header) {
        return (int) holder(header) - 1;
    }

    static boolean isHeldBy(int slot, long header) {
        return holder(header) == slot + 1L;
    }

    static boolean isWithoutLease(long header) {
        return (header & WITHOUT_LEASE) != 0;
    }

    /** Whether a record that was taken is still an item. */
    static boolean isPinned(long header) {
        return holder(header) != 0;
    }

    // ---- the ring

    /**
     * The units of the record at a position.
     *
     * @param end a position that the record does not reach beyond
     */
    static int unitsAt(QueueMemory queue, int position, int end) {
        int most = Mark.units(position, end);
        int units = units(length(queue.header(position)));
        if (units > most || most > queue.shape().ringUnits()) {
            throw QueueMemory.broken();
        }
        return units;
    }

    /** Looks at the records that were taken and are still in the ring, in order, until one is the last. */
    static void forTaken(QueueMemory queue, IntConsumer look) {
        int head = Mark.position(queue.head());
        for (int position = firstTaken(queue, head); position != head; ) {
            int units = unitsAt(queue, position, head);
            look.accept(position);
            position = Mark.advanced(position, units);
        }
    }

    private static int firstTaken(QueueMemory queue, int head) {
        int pinned = queue.pinned();
        if (pinned == QueueMemory.NOTHING_PINNED) {
            return head;
        }
        if (pinned < 0 || Mark.units(pinned, head) > queue.shape().ringUnits()) {
            throw QueueMemory.broken();
        }
        return pinned;
    }

    /** Frees the room of the first records that are no items any more. */
    static void advance(QueueMemory queue) {
        int head = Mark.position(queue.head());
        int position = firstTaken(queue, head);
        while (position != head && !isPinned(queue.header(position))) {
            position = Mark.advanced(position, unitsAt(queue, position, head));
        }
        queue.setPinned(position == head ? QueueMemory.NOTHING_PINNED : position);
    }
}
