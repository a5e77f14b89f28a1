package dev.procpool.protocol.between;

/** The end of a wait. */
public enum Outcome {
    /** The caller holds the lock. */
    ACQUIRED,
    /** The caller holds the lock, and a process that held it before has died. */
    ACQUIRED_ABANDONED,
    /** There may be something to have, found by the caller itself: it may try. */
    MAY_TRY,
    /** There may be something to have, and the home told this caller first: it may try, or has to pass that on. */
    HINTED,
    /** All parties have come to the barrier. */
    PASSED,
    /** The barrier is broken. */
    BROKEN,
    /** The time was over. */
    GAVE_UP,
    /** The object was closed. */
    ENDED;

    static Outcome acquired(boolean abandoned) {
        return abandoned ? ACQUIRED_ABANDONED : ACQUIRED;
    }

    /** Whether the caller holds the lock. */
    public boolean isAcquired() {
        return this == ACQUIRED || this == ACQUIRED_ABANDONED;
    }
}
