package dev.procpool.protocol.between;

/** The end of a hold. */
enum Release {
    /** The lock is free. */
    DONE,
    /** The home has to be rung. */
    RING,
    /** The process is not the owner: the lock has ended, or the word was damaged. */
    REFUSED;

    /**
     * Releases a lock.
     *
     * @param stillAbandoned whether the next holder is told of a death; this one was told and did nothing
     */
    static Release of(Words words, int lockAt, long participant, boolean stillAbandoned) {
        while (true) {
            long word = words.get(lockAt);
            if (LockWord.owner(word) != participant) {
                return REFUSED;
            }
            if (words.compareAndSet(lockAt, word, LockWord.released(word, stillAbandoned))) {
                return LockWord.ringsWhenReleased(word) ? RING : DONE;
            }
        }
    }
}
