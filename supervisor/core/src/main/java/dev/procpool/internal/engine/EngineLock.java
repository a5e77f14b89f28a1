package dev.procpool.internal.engine;

import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The short lock that guards all state of a pool of worker processes. Thread-safe.
 *
 * <p>Under the lock there is bookkeeping only: no user code, no codec, no callback, nothing that blocks. The effects
 * of a change outside of the state - waking waiters, killing, spawning, removing directories - are noted in {@link
 * Consequences} and carried out once the lock is free. Anything thrown under the lock breaks the pool loudly, with
 * that as its cause.
 *
 * <p>The interrupt status of a thread is cleared while it holds the lock, and set again afterwards: a queue must not be
 * written by an interrupted thread.
 */
final class EngineLock {

    private static final Function<Runnable, Void> RUN = change -> {
        change.run();
        return null;
    };

    private final ReentrantLock lock = new ReentrantLock();
    private final Consequences consequences;
    private final Runnable endOfChange;
    private final Consumer<Throwable> breaker;
    private boolean interrupted; // guarded by lock

    /**
     * @param endOfChange run under the lock at the end of every change
     * @param breaker breaks the pool; called under the lock
     */
    EngineLock(Consequences consequences, Runnable endOfChange, Consumer<Throwable> breaker) {
        this.consequences = consequences;
        this.endOfChange = endOfChange;
        this.breaker = breaker;
    }

    /** Makes a change under the lock. */
    void change(Runnable change) {
        change(RUN, change);
    }

    /**
     * Makes a change under the lock, without an object for each change: {@code change} can be made once and for all.
     *
     * @return what {@code change} returned; null if it threw something, which has broken the pool
     */
    <T, R> R change(Function<? super T, ? extends R> change, T subject) {
        lock.lock();
        keepInterrupt();
        try {
            return change.apply(subject);
        } catch (Throwable e) {
            breaker.accept(e);
            return null;
        } finally {
            Consequences.carryOut(endAndUnlock());
        }
    }

    /** Breaks the pool. */
    void breakBy(Throwable cause) {
        change(() -> breaker.accept(cause));
    }

    /** Breaks the pool in the middle of a change. Called under the lock. */
    void fail(Throwable cause) {
        breaker.accept(cause);
    }

    private List<Runnable> endAndUnlock() {
        boolean wasInterrupted = interrupted;
        interrupted = false;
        try {
            endOfChange.run();
            return consequences.take();
        } finally {
            lock.unlock();
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void keepInterrupt() {
        interrupted = Thread.interrupted();
    }

    private void restoreInterrupt() {
        if (interrupted) {
            interrupted = false;
            Thread.currentThread().interrupt();
        }
    }

    /** Looks at the state under the lock, and changes nothing that the end of a change would have to act on. */
    <R> R look(Supplier<R> look) {
        lock.lock();
        try {
            return look.get();
        } finally {
            lock.unlock();
        }
    }

    // ---- conditions

    Condition newCondition() {
        return lock.newCondition();
    }

    /** Wakes the threads that wait for a condition. Called under the lock. */
    void wake(Condition condition) {
        if (lock.hasWaiters(condition)) {
            condition.signalAll();
        }
    }

    /** Looks at the state whenever a condition is signalled, until {@code until} is met or the time has come. */
    boolean lookUntil(Supplier<Boolean> until, Condition condition, long deadlineNanos) throws InterruptedException {
        lock.lock();
        try {
            while (!until.get()) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                condition.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts a change: waits without the lock until a condition is signalled, or the time is over. */
    void awaitInChange(Condition condition, long nanos) throws InterruptedException {
        restoreInterrupt();
        try {
            condition.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the status is kept until the end of the change
            throw e;
        } finally {
            keepInterrupt();
        }
    }
}
