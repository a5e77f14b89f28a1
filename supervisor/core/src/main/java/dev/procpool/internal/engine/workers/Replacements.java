package dev.procpool.internal.engine.workers;

import dev.procpool.PoolConfig;
import dev.procpool.internal.engine.Observers;
import dev.procpool.internal.engine.Worker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Replaces workers as planned. Guarded by the engine lock.
 *
 * <p>The successor starts first; when it is ready the predecessor retires: it finishes the items that it has started,
 * and leaves. Replacements that can wait happen one at a time.
 */
public final class Replacements {

    private final PoolConfig config;
    private final Roster roster;
    private final Launches launches;
    private final Spares spares;
    private final Retirement retirement;
    private final Stopping stopping;
    private final Observers observers;
    private final Deque<Worker> waiting = new ArrayDeque<>();

    Replacements(
            PoolConfig config,
            Roster roster,
            Launches launches,
            Spares spares,
            Retirement retirement,
            Stopping stopping,
            Observers observers) {
        this.config = config;
        this.roster = roster;
        this.launches = launches;
        this.spares = spares;
        this.retirement = retirement;
        this.stopping = stopping;
        this.observers = observers;
    }

    /** Replaces a worker once its successor is ready; one worker at a time. */
    public void replace(Worker worker, String reason) {
        if (worker.state() == WorkerState.SPARE) {
            stopping.askToLeave(worker, StopCause.RECYCLED, reason);
        } else if (worker.life.recycleReason == null
                && worker.isWorking()
                && !worker.life.leavesForGood
                && roster.successor(worker) == null) {
            worker.life.recycleReason = reason;
            waiting.add(worker);
            startNext();
        }
    }

    /** Starts the successor of the next worker that waits for it, unless another successor is on its way. */
    void startNext() {
        if (waiting.isEmpty() || roster.workers().stream().anyMatch(this::isOnItsWay)) {
            return;
        }
        while (!waiting.isEmpty()) {
            Worker next = waiting.remove();
            if (next.state().takesItems() && !next.life.leavesForGood) {
                observers.recycled(next, next.life.recycleReason);
                launches.hire(next.id, 0);
                return;
            }
        }
    }

    /** Whether a worker is the successor, or the predecessor, of a replacement that has begun. */
    private boolean isOnItsWay(Worker worker) {
        return worker.state().isStarting() && roster.hasPredecessor(worker)
                || worker.life.recycleReason != null && worker.isAlive() && !waiting.contains(worker);
    }

    /** The worker is not replaced by this class any more: it is gone, leaves for good, or is renewed at once. */
    void forget(Worker worker) {
        waiting.remove(worker);
    }

    /** A worker is ready: its predecessors retire. */
    void succeed(Worker worker) {
        for (Worker other : List.copyOf(roster.workers())) {
            if (other.id == worker.id && other.incarnation < worker.incarnation) {
                if (other.state() == WorkerState.IDLE) {
                    // otherwise a pool whose workers age never has idle workers
                    worker.life.idleSinceNanos = other.life.idleSinceNanos;
                }
                if (other.state().takesItems()) {
                    String reason = other.life.recycleReason;
                    retirement.retire(other, reason == null ? "was replaced" : reason);
                } else {
                    retirement.leaveIfDone(other);
                }
            }
        }
        startNext();
    }

    /** Workers, and replacements, that waited for a worker that is gone need not wait any more. */
    void goOn() {
        retirement.letLeave();
        startNext();
    }

    /** The same, if a worker is gone that was not started. */
    public void goOnIfSomeoneLeft() {
        if (roster.takeSomeoneLeft() && !roster.hasEnded()) {
            goOn();
        }
    }

    /**
     * Looks after workers that may get only few items more: starts their successors, and retires workers that may get
     * none.
     *
     * @param moreToCome whether there are, or may be, items that a successor would get
     */
    public void renewExhausted(boolean moreToCome) {
        if (config.maxTasksPerWorker().isEmpty()) {
            return;
        }
        int most = config.maxTasksPerWorker().getAsInt();
        for (Worker worker : List.copyOf(roster.workers())) {
            if (!worker.state().takesItems() || worker.held.quota() > most / Launches.JITTER) {
                continue;
            }
            String reason = "has had its " + most + " items";
            if (moreToCome && !worker.life.leavesForGood && roster.successor(worker) == null) {
                renew(worker, reason);
            }
            if (worker.held.quota() == 0) {
                worker.life.transitionTo(WorkerState.RETIRING, reason);
                retirement.leaveIfDone(worker);
            }
        }
    }

    private void renew(Worker worker, String reason) {
        worker.life.recycleReason = reason;
        forget(worker);
        observers.recycled(worker, reason);
        if (worker.held.quota() == 0 && spares.fillPlace()) {
            worker.life.leavesForGood = true;
            spares.hire(0);
        } else {
            launches.hire(worker.id, 0);
        }
    }
}
