package dev.procpool.protocol.between;

import dev.procpool.protocol.between.Notification.Source;

/** A condition between processes, as this process sees it: a {@link ConditionWord} of an object. Thread-safe. */
public final class SharedCondition {

    /** The lock of the condition. */
    public interface Lock {

        /** Frees the lock, which the thread holds. */
        void free();

        /** Takes the lock again, whatever happens to the thread meanwhile. */
        void take();
    }

    private final SharedObject object;

    public SharedCondition(SharedObject object) {
        this.object = object;
    }

    /**
     * Waits for a notification. The lock is held at the beginning and at the end.
     *
     * @param timeoutNanos how long to wait
     * @return whether the wait was notified; an interrupt of the thread is still pending then
     * @throws HomeLostException if the home is gone or has closed the condition, or if the lock threw it
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean await(long timeoutNanos, Lock lock) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Attached a = object.attach();
        Waiters.Waiter waiter = a.participant().waiters().begin();
        try {
            ConditionWait way = ConditionWait.through(waiter.cellAt(), a.word(Layout.MAIN));
            while (!way.isDone() && !way.isToFreeTheLock()) {
                way = way.step(a.words());
            }
            if (way.isDone()) {
                way.leave(a.words());
                throw a.closed();
            }
            return await(a, way, waiter, lock, System.nanoTime() + timeoutNanos);
        } finally {
            a.participant().waiters().end(waiter);
        }
    }

    private static boolean await(Attached a, ConditionWait filled, Waiters.Waiter waiter, Lock lock, long deadline)
            throws InterruptedException {
        ConditionWait way = filled;
        boolean isInterrupted;
        try {
            lock.free();
            try {
                Waiting.Slept slept = sleep(a, way, deadline);
                way = (ConditionWait) slept.way();
                isInterrupted = slept.isInterrupted();
            } finally {
                a.participant().waiters().wakes(waiter);
                lock.take();
            }
        } catch (RuntimeException e) {
            way.abandon(a.words(), a.participant());
            throw e;
        }
        way.leave(a.words());
        return end(a, way.outcome(), isInterrupted);
    }

    private static Waiting.Slept sleep(Attached a, ConditionWait way, long deadline) throws InterruptedException {
        if (deadline - System.nanoTime() > 0) {
            Waiting.spin(() -> !way.isWaiting(a.words()));
        }
        return Waiting.sleep(way, a.participant(), deadline);
    }

    private static boolean end(Attached a, Outcome outcome, boolean isInterrupted) throws InterruptedException {
        if (outcome == Outcome.GAVE_UP && isInterrupted) {
            throw new InterruptedException();
        } else if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        if (outcome == Outcome.ENDED) {
            throw a.closed();
        }
        return outcome == Outcome.HINTED;
    }

    /**
     * Ends waits, the oldest first. The lock is held.
     *
     * @param waits the most waits to end
     * @return the number of waits that were ended
     * @throws HomeLostException if the home is gone or has closed the condition
     */
    public int wake(int waits) {
        Attached a = object.attach();
        int at = a.word(Layout.MAIN);
        Notification notification =
                Notification.by(Source.HOLDER, at, a.participant().layout(), waits);
        while (!notification.isDone()) {
            notification = notification.step(a.words());
        }
        if (notification.ended() > 0) {
            a.participant().ring(at);
        }
        return notification.ended();
    }
}
