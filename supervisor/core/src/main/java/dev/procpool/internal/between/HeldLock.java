package dev.procpool.internal.between;

/** A lock that a wait for a condition frees for a while. */
interface HeldLock {

    /** @throws IllegalStateException if this process, or for a reentrant lock this thread, does not hold the lock */
    void requireHeld();

    /**
     * Frees the lock wholly.
     *
     * @throws IllegalStateException if it is not held
     * @throws dev.procpool.HomeGoneException if the home is gone or has closed the lock
     */
    Suspended suspend();

    /** The holds of a lock that was freed. */
    interface Suspended {

        /**
         * Takes the lock again; the holds go on. An interrupt of the thread stays pending.
         *
         * @param wasAbandoned whether the holds say that the lock was abandoned, whatever this acquisition finds
         * @return whether the holds say so now
         * @throws dev.procpool.HomeGoneException if the home is gone or has closed the lock
         */
        boolean resume(boolean wasAbandoned);
    }
}
