package dev.procpool.protocol.between;

/**
 * The state of a cell, in which one sleeping thread waits. State and ticket share a word, so that a cell that was
 * cancelled and is used again is not granted by mistake: each use has a ticket of its own.
 *
 * <pre>
 * bits 63..8: ticket, the order of arrival
 * bits  7..0: 0 free, 1 waiting, 2 granted, 3 granted and abandoned by the holder before, 4 the object has ended,
 *             5 granted, and the thread knows it
 * </pre>
 */
final class CellWord {

    static final long FREE = 0;

    private static final int SHIFT = 8;
    private static final long STATE = 0xff;
    private static final long WAITING = 1;
    private static final long GRANTED = 2;
    private static final long GRANTED_ABANDONED = 3;
    private static final long ENDED = 4;
    private static final long NOTICED = 5;

    private CellWord() {}

    static long waiting(long ticket) {
        return ticket << SHIFT | WAITING;
    }

    static long granted(long waiting, boolean abandoned) {
        return waiting & ~STATE | (abandoned ? GRANTED_ABANDONED : GRANTED);
    }

    static long ended(long waiting) {
        return waiting & ~STATE | ENDED;
    }

    /** A cell that was granted, and whose thread knows it. */
    static long noticed(long ticket) {
        return ticket << SHIFT | NOTICED;
    }

    static boolean isNoticed(long word) {
        return (word & STATE) == NOTICED;
    }

    static boolean isEnded(long word) {
        return (word & STATE) == ENDED;
    }

    static boolean isWaiting(long word) {
        return (word & STATE) == WAITING;
    }

    static boolean isGranted(long word) {
        return (word & STATE) == GRANTED || isAbandoned(word);
    }

    static boolean isAbandoned(long word) {
        return (word & STATE) == GRANTED_ABANDONED;
    }

    static long ticket(long word) {
        return word >>> SHIFT;
    }
}
