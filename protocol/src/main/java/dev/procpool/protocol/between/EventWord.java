package dev.procpool.protocol.between;

/**
 * The main word of an event, as pure functions.
 *
 * <pre>
 * bit  32:    the event is set
 * bits 31..0: the number of times it was set, which wraps: a thread that waits sees a set that was cleared at once
 * </pre>
 */
final class EventWord {

    private static final long SET = 1L << 32;
    private static final long TIMES = 0xffff_ffffL;

    private EventWord() {}

    static boolean isSet(long word) {
        return (word & SET) != 0;
    }

    static long times(long word) {
        return word & TIMES;
    }

    /** The event that was clear is set. */
    static long set(long word) {
        return word + 1 & TIMES | SET;
    }

    static long cleared(long word) {
        return word & ~SET;
    }

    /** Whether the event is set, or was set since it had been set a number of times. */
    static boolean wasSetSince(long word, long times) {
        return isSet(word) || times(word) != times;
    }
}
