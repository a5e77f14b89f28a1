package dev.procpool.internal.engine.dispatch;

import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.items.Assignment;
import dev.procpool.internal.engine.items.PendingItems;
import dev.procpool.internal.engine.items.RunTimeEstimate;
import dev.procpool.internal.engine.workers.WorkerState;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes the number of workers that items can use, and finds the workers that are running such items. Guarded by the
 * engine lock.
 */
final class UsefulWorkers {

    static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** Larger items are worth a worker of their own, as copying them takes its time, too. */
    static final int SMALL_BYTES = 4 << 10;

    static final double UNLIMITED = Double.POSITIVE_INFINITY;

    /**
     * Share of the computed number of useful workers that is used; the margin absorbs items that are slow by chance.
     */
    private static final double USED_SHARE = 0.9;

    /** A worker that has quick items and gets no further in this time is held up, and other workers may be needed. */
    private static final long SILENT_NANOS = 20_000_000;

    private final List<Worker> workers;

    UsefulWorkers(List<Worker> workers) {
        this.workers = workers;
    }

    /**
     * The number of workers that items can use. One worker for each processor does all that can be done of items that
     * never wait: one more would take a processor from the others, wake up for it, and compile the same code once more.
     * If a part of the run time goes into items that may wait, the number rises in proportion. It is {@link #UNLIMITED}
     * if nothing is known, or if the items are large.
     */
    double count(PendingItems items, RunTimeEstimate runTime) {
        double quickShare = 1 - runTime.slowShare();
        if (quickShare <= 0 || items.bytesPerItem() > SMALL_BYTES) {
            return UNLIMITED;
        }
        return Math.max(PROCESSORS, USED_SHARE * PROCESSORS / quickShare);
    }

    /** The workers that are running items of a function. */
    List<Worker> running(RunTimeEstimate runTime, long nowNanos) {
        List<Worker> running = new ArrayList<>();
        for (Worker worker : workers) {
            if (isRunning(worker, runTime, nowNanos)) {
                running.add(worker);
            }
        }
        return running;
    }

    /**
     * Whether a worker is running items of a function, and no others are next; false if an item holds the worker up.
     */
    private static boolean isRunning(Worker worker, RunTimeEstimate runTime, long nowNanos) {
        if (worker.state() != WorkerState.BUSY
                || worker.held.quota() == 0
                || worker.dispatch.isHeldUp
                || isSilent(worker, nowNanos)) {
            return false;
        }
        Assignment first = worker.held.first();
        return !first.isDropped()
                && first.runTime() == runTime
                && worker.held.last().runTime() == runTime;
    }

    /** Whether a worker has neither had a result taken in nor started an item for long; the reader may be late, too. */
    private static boolean isSilent(Worker worker, long nowNanos) {
        DispatchState state = worker.dispatch;
        if (nowNanos - state.heardOfNanos < SILENT_NANOS) {
            return false;
        }
        long started = worker.nowRunning().lastStarted();
        if (started == state.startedOrdinal) {
            return true;
        }
        state.startedOrdinal = started;
        state.heardOfNanos = nowNanos;
        return false;
    }
}
