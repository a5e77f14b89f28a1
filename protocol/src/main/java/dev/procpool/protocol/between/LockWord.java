package dev.procpool.protocol.between;

/**
 * The word of a lock, as pure functions from the word that was read to the word that replaces it.
 *
 * <pre>
 * bits 63..40: arrivals, the number of cells that were announced, which wraps
 * bit  35:     hand-off: the next release reserves the lock for the home instead of freeing it
 * bit  34:     abandoned: a holder died; the next one is told
 * bit  33:     rung: the home was rung and has not looked yet
 * bit  32:     waiting: a cell waits, and the home was not rung
 * bits 31..0:  owner: a participant, 0 free, 2^32 - 1 reserved by the home, 2^32 - 2 ended
 * </pre>
 *
 * A release with a waiting cell turns <em>waiting</em> into <em>rung</em> and rings the home. Releases that follow
 * before the home has looked ring no second time: millions of contended acquisitions cost some hundred rings.
 *
 * <p><em>Arrivals</em> protect a cell that is announced while the home looks at the cells: the home changes the word
 * only if no cell arrived since it began to look.
 */
final class LockWord {

    static final long FREE = 0;
    static final long RESERVED = 0xffff_ffffL;
    static final long ENDED = 0xffff_fffeL;

    private static final long OWNER = 0xffff_ffffL;
    private static final long WAITING = 1L << 32;
    private static final long RUNG = 1L << 33;
    private static final long ABANDONED = 1L << 34;
    private static final long HAND_OFF = 1L << 35;
    private static final long ARRIVAL = 1L << 40;

    private LockWord() {}

    static long owner(long word) {
        return word & OWNER;
    }

    static boolean isFree(long word) {
        return owner(word) == FREE;
    }

    static boolean isEnded(long word) {
        return owner(word) == ENDED;
    }

    static boolean isAbandoned(long word) {
        return (word & ABANDONED) != 0;
    }

    static boolean isRung(long word) {
        return (word & RUNG) != 0;
    }

    static boolean hasWaiting(long word) {
        return (word & WAITING) != 0;
    }

    // ---- the participants' changes

    /** A participant takes a free lock. */
    static long taken(long word, long participant) {
        return word & ~(OWNER | ABANDONED) | participant;
    }

    /** A cell is announced. */
    static long announced(long word) {
        return (word | WAITING) + ARRIVAL;
    }

    /**
     * The owner releases the lock.
     *
     * @param stillAbandoned whether the next holder is to be told of the one that died, as the releasing one was not
     */
    static long released(long word, boolean stillAbandoned) {
        long owner = (word & HAND_OFF) != 0 ? RESERVED : FREE;
        long rung = (word & (WAITING | HAND_OFF)) != 0 ? RUNG : 0;
        long abandoned = stillAbandoned ? ABANDONED : 0;
        return word & ~(OWNER | WAITING | HAND_OFF) | owner | rung | abandoned;
    }

    /** Whether the release of this word has to ring the home. */
    static boolean ringsWhenReleased(long word) {
        return (word & HAND_OFF) != 0 || (word & (WAITING | RUNG)) == WAITING;
    }

    // ---- the home's changes

    /** No cell waits. */
    static long withoutWaiting(long word) {
        long owner = owner(word) == RESERVED ? FREE : owner(word);
        return word & ~(OWNER | WAITING | RUNG | HAND_OFF) | owner;
    }

    /** A cell waits for the next release. */
    static long withWaiting(long word) {
        return word & ~RUNG | WAITING;
    }

    /** A cell waits, and the next release reserves the lock for it. */
    static long withHandOff(long word) {
        return withWaiting(word) | HAND_OFF;
    }

    /** A lock that is free or reserved goes to a participant. */
    static long granted(long word, long participant, boolean moreWait) {
        return word & ~(OWNER | WAITING | RUNG | ABANDONED | HAND_OFF) | participant | (moreWait ? WAITING : 0);
    }

    /** The home takes a lock back from an owner that died, or did not take what it was granted. */
    static long reserved(long word, boolean abandoned) {
        return word & ~(OWNER | HAND_OFF) | RESERVED | (abandoned ? ABANDONED : 0);
    }

    /** The lock ends. */
    static long ended(long word) {
        return word & ~OWNER | ENDED;
    }
}
