package dev.procpool.internal.threads;

import dev.procpool.task.CurrentTask;
import java.util.concurrent.TimeUnit;

/** Passes on the progress that the items of one thread report, up to ten times a second. Confined to that thread. */
final class ThreadProgress implements CurrentTask.Progress {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ThreadEvents events;
    private final int workerId;
    private ItemRun item;
    private boolean hasTold;
    private long toldNanos;

    ThreadProgress(ThreadEvents events, int workerId) {
        this.events = events;
        this.workerId = workerId;
    }

    /** The thread is about to run an item. */
    void begin(ItemRun next) {
        item = next;
        hasTold = false;
    }

    @Override
    public void report(long done, long total) {
        if (!events.areHeard()) {
            return;
        }
        long now = System.nanoTime();
        if (hasTold && now - toldNanos < PERIOD_NANOS) {
            return;
        }
        hasTold = true;
        toldNanos = now;
        events.progressed(item, workerId, done, total);
        events.deliver();
    }
}
