package dev.procpool.protocol.between;

/**
 * A word in which threads wait for a hint, as pure functions. The state of the object, for example the number of
 * permits, lies in other words.
 *
 * <pre>
 * bits 63..40: arrivals, the number of cells that were announced, which wraps
 * bit  34:     the object has ended
 * bit  33:     rung: the home was rung and has not looked yet
 * bit  32:     waiting: a cell waits
 * </pre>
 *
 * A thread changes the state first and looks at this word afterwards; a thread that waits announces its cell here first
 * and looks at the state afterwards. So one of the two sees the other.
 */
final class HintWord {

    private static final long WAITING = 1L << 32;
    private static final long RUNG = 1L << 33;
    private static final long ENDED = 1L << 34;
    private static final long ARRIVAL = 1L << 40;

    private HintWord() {}

    static boolean isEnded(long word) {
        return (word & ENDED) != 0;
    }

    static boolean isRung(long word) {
        return (word & RUNG) != 0;
    }

    static boolean hasWaiting(long word) {
        return (word & WAITING) != 0;
    }

    /** A cell is announced. */
    static long announced(long word) {
        return (word | WAITING) + ARRIVAL;
    }

    /** The state has changed, and the home is rung. */
    static long rung(long word) {
        return word & ~WAITING | RUNG;
    }

    /** The home begins to look: later changes of the state ring again. */
    static long armed(long word) {
        return word & ~RUNG | WAITING;
    }

    /** No cell waits. */
    static long withoutWaiting(long word) {
        return word & ~WAITING;
    }

    static long ended(long word) {
        return word | ENDED;
    }

    /**
     * Tells the threads that wait in a word that the state has changed.
     *
     * @return whether the caller has to ring the home for the word
     */
    static boolean wake(Words words, int wordAt) {
        while (true) {
            long word = words.get(wordAt);
            if (!hasWaiting(word) || isRung(word)) {
                return false;
            }
            if (words.compareAndSet(wordAt, word, rung(word))) {
                return true;
            }
        }
    }
}
