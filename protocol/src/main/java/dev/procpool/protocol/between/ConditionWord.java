package dev.procpool.protocol.between;

/**
 * The word of a condition, as pure functions from the word that was read to the word that replaces it. Only the holder
 * of the condition's lock changes it, and the home when it ends the condition.
 *
 * <pre>
 * bits 63..8: the tickets that were drawn when the latest notification began; lower tickets began to wait before it
 * bit  1:     the condition has ended
 * bit  0:     in use: a cell may belong to the condition, so a notification and the home have to look
 * </pre>
 */
final class ConditionWord {

    private static final int SHIFT = 8;
    private static final long FLAGS = 0xff;
    private static final long IN_USE = 1;
    private static final long ENDED = 2;

    private ConditionWord() {}

    static boolean isInUse(long word) {
        return (word & IN_USE) != 0;
    }

    static boolean isEnded(long word) {
        return (word & ENDED) != 0;
    }

    /** The highest ticket of a wait that began before the latest notification. */
    static long latest(long word) {
        return word >>> SHIFT;
    }

    static long inUse(long word) {
        return word | IN_USE;
    }

    static long unused(long word) {
        return word & ~IN_USE;
    }

    /** A notification begins. */
    static long notified(long word, long tickets) {
        return word & FLAGS | tickets << SHIFT;
    }

    static long ended(long word) {
        return word | ENDED;
    }
}
