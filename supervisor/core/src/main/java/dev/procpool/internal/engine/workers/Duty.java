package dev.procpool.internal.engine.workers;

import dev.procpool.PoolConfig;
import dev.procpool.internal.engine.Worker;

/** Notes when a worker gets its first items, and when it has settled all of them. Guarded by the engine lock. */
public final class Duty {

    private final Retirement retirement;
    private final boolean leavesWhenIdle;

    Duty(PoolConfig config, Retirement retirement) {
        this.retirement = retirement;
        this.leavesWhenIdle = config.idleTimeout().isPresent();
    }

    /** An idle worker has got items. */
    public void begin(Worker worker) {
        worker.life.transitionTo(WorkerState.BUSY, "has items");
    }

    /** Looks whether a worker holds nothing any more: then it is idle, or leaves if it retires. */
    public void endIfDone(Worker worker) {
        if (!worker.held.isEmpty()) {
            return;
        }
        if (worker.state() == WorkerState.BUSY) {
            worker.life.transitionTo(WorkerState.IDLE, "has settled everything");
            if (leavesWhenIdle) {
                worker.life.idleSinceNanos = System.nanoTime();
            }
        } else {
            retirement.leaveIfDone(worker);
        }
    }
}
