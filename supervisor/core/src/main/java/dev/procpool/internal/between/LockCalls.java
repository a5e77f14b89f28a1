package dev.procpool.internal.between;

import dev.procpool.internal.base.Times;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.Outcome;
import dev.procpool.protocol.between.SharedLock;
import java.time.Duration;

/** A lock between processes, with the durations and exceptions of the public interface. Thread-safe. */
record LockCalls(SharedLock lock) {

    Outcome acquire() throws InterruptedException {
        return acquire(Times.LONGEST_WAIT);
    }

    /** Waits for the lock whatever happens; an interrupt of the thread stays pending. */
    Outcome acquireUninterruptibly() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return acquire();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    Outcome tryAcquire(Duration timeout) throws InterruptedException {
        return acquire(Times.nanos(timeout));
    }

    private Outcome acquire(long nanos) throws InterruptedException {
        try {
            return lock.acquire(nanos);
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
    }

    void release() {
        try {
            lock.release();
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
    }

    boolean isHeld() {
        try {
            return lock.isHeld();
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
    }
}
