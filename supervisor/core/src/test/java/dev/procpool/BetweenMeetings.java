package dev.procpool;

import java.util.concurrent.BrokenBarrierException;

/**
 * Objects at which processes meet, and which are used while processes die.
 *
 * @param condition is notified when {@code said} grows
 * @param readWrite protects {@code pair}, two equal numbers
 */
record BetweenMeetings(
        ProcessLock lock,
        ProcessCondition condition,
        SharedLong said,
        ProcessBarrier barrier,
        ProcessReadWriteLock readWrite,
        SharedArray.OfLong pair)
        implements AutoCloseable {

    static BetweenMeetings create() {
        ProcessLock lock = ProcessLock.create();
        return new BetweenMeetings(
                lock,
                ProcessCondition.on(lock),
                SharedLong.of(0),
                ProcessBarrier.of(2),
                ProcessReadWriteLock.create(),
                SharedArray.ofLongs(2));
    }

    @Override
    public void close() {
        condition.close();
        lock.close();
        said.close();
        barrier.close();
        readWrite.close();
        pair.close();
    }

    void say() throws InterruptedException {
        BetweenUser.acquire(lock);
        try {
            said.addAndGet(1);
            condition.notifyAllWaiters();
        } finally {
            lock.release();
        }
    }

    void listen() throws InterruptedException {
        try (ProcessLock.Hold hold = BetweenUser.acquire(lock)) {
            long before = said.get();
            boolean notified = condition.await(BetweenUser.SHORT);
            BetweenUser.check(!notified || said.get() > before, "notified for nothing under " + hold);
        }
    }

    /** Waits for a word, as a process that is never killed does. */
    void hear() throws InterruptedException {
        try (ProcessLock.Hold hold = BetweenUser.acquire(lock)) {
            long before = said.get();
            boolean heard = condition.awaitFor(BetweenUser.FROZEN, () -> said.get() > before);
            BetweenUser.check(heard, "nobody was heard by " + hold);
        }
    }

    void meet() throws InterruptedException {
        try {
            barrier.await(BetweenUser.SHORT);
        } catch (BrokenBarrierException e) {
            barrier.reset();
        }
    }

    void read() throws InterruptedException {
        try (ProcessLock.Hold hold = readWrite
                .tryRead(BetweenUser.FROZEN)
                .orElseThrow(() -> new IllegalStateException("readers are frozen"))) {
            BetweenUser.check(pair.get(0) == pair.get(1) || hold.wasAbandoned(), "half a write was read");
        }
    }

    void write() throws InterruptedException {
        try (ProcessLock.Hold hold = readWrite
                .tryWrite(BetweenUser.FROZEN)
                .orElseThrow(() -> new IllegalStateException("writers are frozen"))) {
            long first = pair.get(0);
            BetweenUser.check(first == pair.get(1) || hold.wasAbandoned(), "half a write was found");
            pair.set(0, first + 1);
            pair.set(1, first + 1);
        }
    }
}
