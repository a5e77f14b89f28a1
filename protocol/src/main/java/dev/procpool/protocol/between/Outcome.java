package dev.procpool.protocol.between;

/** The end of an attempt to get a lock. */
public enum Outcome {
    /** The caller holds the lock. */
    ACQUIRED,
    /** The caller holds the lock, and a process that held it before has died. */
    ACQUIRED_ABANDONED,
    /** The time was over. */
    GAVE_UP,
    /** The lock was closed. */
    ENDED;

    static Outcome acquired(boolean abandoned) {
        return abandoned ? ACQUIRED_ABANDONED : ACQUIRED;
    }

    /** Whether the caller holds the lock. */
    public boolean isAcquired() {
        return this == ACQUIRED || this == ACQUIRED_ABANDONED;
    }
}
