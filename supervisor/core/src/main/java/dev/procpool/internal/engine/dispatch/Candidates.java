package dev.procpool.internal.engine.dispatch;

import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.workers.WorkerState;
import java.util.List;

/** Finds workers that may get items. Guarded by the engine lock. */
final class Candidates {

    /** Whether a busy worker may get more items. */
    interface Fit {

        boolean fits(Worker worker, long nowNanos);
    }

    /** All busy workers fit. */
    static final Fit ANY = (worker, nowNanos) -> true;

    private final List<Worker> workers;

    Candidates(List<Worker> workers) {
        this.workers = workers;
    }

    /** An idle worker: first one that never had an item, then the most recently used. Null if none is idle. */
    Worker bestIdle() {
        Worker best = null;
        for (Worker worker : workers) {
            if (worker.state() == WorkerState.IDLE
                    && worker.held.quota() != 0
                    && (best == null || isBetterIdle(worker.dispatch, best.dispatch))) {
                best = worker;
            }
        }
        return best;
    }

    private static boolean isBetterIdle(DispatchState worker, DispatchState best) {
        if (worker.isNew() || best.isNew()) {
            return worker.isNew() && !best.isNew();
        }
        return worker.lastUsed > best.lastUsed;
    }

    /** As {@link #leastBusy(List, long, int, Fit, long)}, of all workers. */
    Worker leastBusy(long lessThanNanos, int lessThanFrames, Fit fit, long nowNanos) {
        return leastBusy(workers, lessThanNanos, lessThanFrames, fit, nowNanos);
    }

    /**
     * The worker in {@code among} with the least expected work, if that is below both bounds; null if there is none.
     */
    Worker leastBusy(List<Worker> among, long lessThanNanos, int lessThanFrames, Fit fit, long nowNanos) {
        while (true) {
            Worker best = expectedLeastBusy(among, lessThanNanos, lessThanFrames, fit, nowNanos);
            if (best == null || best.held.isExpected(best.held.expectedNanos())) {
                return best;
            }
        }
    }

    /** The same, by sums some of which may be out of date. */
    private static Worker expectedLeastBusy(
            List<Worker> among, long lessThanNanos, int lessThanFrames, Fit fit, long nowNanos) {
        Worker best = null;
        long least = lessThanNanos;
        for (Worker worker : among) {
            if (worker.state() == WorkerState.BUSY
                    && worker.held.quota() != 0
                    && worker.held.frames() < lessThanFrames) {
                long nanos = worker.held.expectedNanos();
                if (nanos < least && fit.fits(worker, nowNanos)) {
                    least = nanos;
                    best = worker;
                }
            }
        }
        return best;
    }
}
