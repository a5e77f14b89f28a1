package dev.procpool.protocol.between;

/**
 * A lock between processes, as this process sees it: a {@link LockWord} of an object. Thread-safe. It knows processes,
 * not threads: any thread of the process that holds it may release it.
 *
 * <p>The first operation connects to the home. A free lock is then taken and released by one compare-and-set each.
 */
public final class SharedLock {

    private final SharedObject object;
    private final int word;

    /** The lock in the main word of an object. */
    public SharedLock(SharedObject object) {
        this(object, Layout.MAIN);
    }

    /** The lock in a word of an object, counted from the object's beginning. */
    public SharedLock(SharedObject object, int word) {
        this.object = object;
        this.word = word;
    }

    /**
     * Takes the lock.
     *
     * @param timeoutNanos how long to wait for it; not at all if this is 0
     * @return acquired, acquired and abandoned, or gave up
     * @throws HomeLostException if the home is gone or has closed the lock
     * @throws InterruptedException if the thread is interrupted; it does not hold the lock then
     */
    public Outcome acquire(long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Attached a = object.attach(timeoutNanos);
        if (a == null) {
            return Outcome.GAVE_UP;
        }
        Outcome outcome = tryTake(a);
        if (outcome == null) {
            outcome = timeoutNanos <= 0 ? Outcome.GAVE_UP : await(a, System.nanoTime() + timeoutNanos);
        }
        if (outcome == Outcome.ENDED) {
            throw a.closed();
        }
        return outcome;
    }

    private Outcome tryTake(Attached a) {
        return Acquisition.tryTake(a.words(), a.word(word), a.participant().number());
    }

    private Outcome await(Attached a, long deadline) throws InterruptedException {
        Outcome[] taken = new Outcome[1];
        return Waiting.spin(() -> (taken[0] = tryTake(a)) != null) ? taken[0] : sleep(a, deadline);
    }

    private Outcome sleep(Attached a, long deadline) throws InterruptedException {
        Participant participant = a.participant();
        Waiters.Waiter waiter = participant.waiters().begin();
        Waiting.Slept slept;
        try {
            Way way = Acquisition.through(waiter.cellAt(), a.word(word), participant.number());
            slept = Waiting.sleep(way, participant, deadline);
        } finally {
            participant.waiters().end(waiter);
        }
        Outcome outcome = slept.way().outcome();
        if (slept.isInterrupted()) {
            giveBack(a, outcome);
            throw new InterruptedException();
        }
        return outcome;
    }

    /** The lock was granted while the thread was interrupted: the next holder is told what this one was told. */
    private void giveBack(Attached a, Outcome outcome) {
        if (outcome.isAcquired()) {
            release(a, outcome == Outcome.ACQUIRED_ABANDONED);
        }
    }

    /**
     * Releases the lock, which this process must hold.
     *
     * @throws HomeLostException if the home is gone or has closed the lock
     */
    public void release() {
        release(object.attach(), false);
    }

    private void release(Attached a, boolean stillAbandoned) {
        switch (Release.of(a.words(), a.word(word), a.participant().number(), stillAbandoned)) {
            case RING -> a.participant().ring(a.word(word));
            case REFUSED -> throw a.closed();
            case DONE -> {
                // No thread waits.
            }
        }
    }

    /**
     * Whether some process holds the lock at this moment.
     *
     * @throws HomeLostException if the home is gone or has closed the lock
     */
    public boolean isHeld() {
        Attached a = object.attach();
        long held = a.words().get(a.word(word));
        if (LockWord.isEnded(held)) {
            throw a.closed();
        }
        return !LockWord.isFree(held);
    }
}
