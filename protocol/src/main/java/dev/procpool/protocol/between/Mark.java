package dev.procpool.protocol.between;

/**
 * The word of the front or the end of a queue: a place in its ring and a number of items, which one store changes
 * together.
 *
 * <pre>
 * bits 63..28: items that were put or taken so far, which wrap
 * bits 27..0:  position in units of 8 bytes, which wraps
 * </pre>
 */
final class Mark {

    /** The size of a unit of position, and of the header of a record. */
    static final int UNIT = Long.BYTES;

    private static final int SHIFT = 28;
    private static final long POSITIONS = (1L << SHIFT) - 1;
    private static final long ITEMS = (1L << (Long.SIZE - SHIFT)) - 1;

    private Mark() {}

    static int position(long mark) {
        return (int) (mark & POSITIONS);
    }

    /** The position after a number of units. */
    static int advanced(int position, int units) {
        return (int) (position + units & POSITIONS);
    }

    /** The mark after one more item, which takes a number of units. */
    static long after(long mark, int units) {
        long items = (mark >>> SHIFT) + 1 & ITEMS;
        return items << SHIFT | advanced(position(mark), units);
    }

    /** The units from one position to a later one. */
    static int units(int from, int to) {
        return (int) (to - from & POSITIONS);
    }

    /** The items from one mark to a later one. */
    static long items(long from, long to) {
        return (to >>> SHIFT) - (from >>> SHIFT) & ITEMS;
    }
}
