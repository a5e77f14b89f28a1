package dev.procpool.protocol.between;

/**
 * The word of a barrier, as pure functions from the word that was read to the word that replaces it.
 *
 * <pre>
 * bits 63..32: generation, the number of rounds that are over, which wraps
 * bit  20:     the barrier has ended
 * bit  19:     sleeping: a party of this generation sleeps, so its end rings the home
 * bits 17..16: 0 parties come, 1 the action runs, 2 broken
 * bits 15..0:  arrived, the number of parties that have come
 * </pre>
 *
 * Generation and state share a word, so each change is valid for the generation for which it was meant, or fails.
 */
final class BarrierWord {

    static final int MAX_PARTIES = 0xffff;

    private static final long ARRIVED = 0xffff;
    private static final long STATE = 3L << 16;
    private static final long ACTING = 1L << 16;
    private static final long BROKEN = 2L << 16;
    private static final long SLEEPING = 1L << 19;
    private static final long ENDED = 1L << 20;
    private static final int GENERATION = 32;

    private BarrierWord() {}

    static int generation(long word) {
        return (int) (word >>> GENERATION);
    }

    static int arrived(long word) {
        return (int) (word & ARRIVED);
    }

    static boolean isOpen(long word) {
        return (word & (STATE | ENDED)) == 0;
    }

    static boolean isActing(long word) {
        return (word & (STATE | ENDED)) == ACTING;
    }

    static boolean isBroken(long word) {
        return (word & STATE) == BROKEN;
    }

    static boolean isEnded(long word) {
        return (word & ENDED) != 0;
    }

    static boolean hasSleeping(long word) {
        return (word & SLEEPING) != 0;
    }

    /** Whether a generation was over when the word was read. */
    static boolean isAfter(long word, int generation) {
        return generation(word) - generation > 0;
    }

    /** One more party has come. */
    static long withOneMore(long word) {
        return word + 1;
    }

    /** All parties have come, and the last one runs the action. */
    static long acting(long word) {
        return word & ~(ARRIVED | STATE) | ACTING;
    }

    /** A party is about to sleep. */
    static long withSleeping(long word) {
        return word | SLEEPING;
    }

    static long broken(long word) {
        return word & ~(ARRIVED | STATE) | BROKEN;
    }

    static long ended(long word) {
        return word | ENDED;
    }

    /** The generation is over, and the next one begins. */
    static long next(long word) {
        return (long) (generation(word) + 1) << GENERATION | word & ENDED;
    }
}
