package dev.procpool.internal.engine.workers;

import dev.procpool.PoolConfig;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.engine.Worker;
import java.util.Comparator;
import java.util.List;

/** Makes the workers more and fewer. Guarded by the engine lock. */
public final class Sizing {

    private final PoolConfig config;
    private final Roster roster;
    private final Launches launches;
    private final Spares spares;
    private final Replacements replacements;
    private final Retirement retirement;
    private final Stopping stopping;

    Sizing(
            PoolConfig config,
            Roster roster,
            Launches launches,
            Spares spares,
            Replacements replacements,
            Retirement retirement,
            Stopping stopping) {
        this.config = config;
        this.roster = roster;
        this.launches = launches;
        this.spares = spares;
        this.replacements = replacements;
        this.retirement = retirement;
        this.stopping = stopping;
    }

    /** Starts the workers and spares of a new pool. */
    public void start() {
        for (int id = 1; id <= roster.target(); id++) {
            launches.hire(id, 0);
        }
        spares.hire(0);
    }

    /** Changes the number of workers that there are to be. */
    public void resize(int size) {
        roster.target(size);
        while (roster.staying() < size) {
            addOne();
        }
        spares.hire(0);
        while (roster.staying() > size) {
            roster.workers().stream()
                    .filter(w -> w.isAlive() && !w.life.leavesForGood && !w.life.isSpare)
                    .max(Comparator.comparing((Worker w) -> w.state().isStarting())
                            .thenComparing(w -> w.state() == WorkerState.IDLE)
                            .thenComparing(w -> w.id))
                    .ifPresent(w -> letGo(w.id));
        }
        replacements.startNext();
    }

    private void addOne() {
        if (!spares.fillPlace()) {
            launches.hire(roster.freeId(), 0);
        }
    }

    private void letGo(int id) {
        for (Worker worker : List.copyOf(roster.workers())) {
            if (worker.id != id || !worker.isAlive()) {
                continue;
            }
            worker.life.leavesForGood = true;
            replacements.forget(worker);
            if (worker.state().isStarting()) {
                stopping.kill(worker, StopCause.FINISHED, "was not needed any more");
            } else if (worker.state().takesItems()) {
                retirement.retire(worker, "is not needed any more");
            }
        }
    }

    // ---- idle workers leave, and come back

    /** Whether workers leave when they have nothing to do, and are started again. */
    public boolean mayGrow() {
        return config.idleTimeout().isPresent() && !roster.hasEnded();
    }

    /** Restarts workers that left when idle, until {@code count} are starting. */
    public void growBy(long count) {
        long starting = roster.workers().stream()
                .filter(w -> w.state().isStarting() && !w.life.isSpare)
                .count();
        for (long more = count - starting; more > 0 && roster.staying() < roster.target(); more--) {
            addOne();
        }
        spares.hire(0);
    }

    /** When a worker that stays idle leaves; {@link Times#NEVER} if it does not. */
    long idleEnd(Worker worker) {
        return config.idleTimeout().isPresent() && roster.staying() > config.minWorkers()
                ? Times.later(
                        worker.life.idleSinceNanos,
                        Times.nanos(config.idleTimeout().get()))
                : Times.NEVER;
    }

    void leaveIdle(Worker worker) {
        Worker successor = roster.successor(worker);
        if (successor != null) {
            successor.life.idleSinceNanos = worker.life.idleSinceNanos; // it would have nothing to do either
        }
        worker.life.leavesForGood = true;
        stopping.askToLeave(worker, StopCause.FINISHED, "had nothing to do and was asked to leave");
    }
}
