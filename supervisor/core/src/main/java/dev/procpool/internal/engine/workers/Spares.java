package dev.procpool.internal.engine.workers;

import dev.procpool.PoolConfig;
import dev.procpool.internal.engine.Worker;
import java.util.Comparator;
import java.util.Optional;

/** Keeps workers ready that stand in for workers that are gone. Guarded by the engine lock. */
public final class Spares {

    private final PoolConfig config;
    private final Roster roster;
    private final Launches launches;

    Spares(PoolConfig config, Roster roster, Launches launches) {
        this.config = config;
        this.roster = roster;
        this.launches = launches;
    }

    /** Whether this pool keeps spares. */
    public boolean areKept() {
        return config.warmSpares() > 0;
    }

    /** Starts spares until there are the number that the pool is to keep. */
    void hire(long delayNanos) {
        long spares = roster.workers().stream()
                .filter(w -> w.life.isSpare && w.isAlive() && w.life.stopCause() == null)
                .count();
        for (long missing = config.warmSpares() - spares; missing > 0; missing--) {
            launches.hire(roster.freeId(), delayNanos).life.isSpare = true;
        }
    }

    /**
     * Gives a vacant place to a spare that is ready, else to one whose process is starting; returns whether there is
     * any.
     */
    boolean fillPlace() {
        Optional<Worker> best = roster.workers().stream()
                .filter(w -> w.life.isSpare)
                .filter(w -> w.state() == WorkerState.SPARE || isUnderWay(w))
                .min(Comparator.comparing(Spares::isUnderWay).thenComparing(w -> w.id));
        best.ifPresent(this::standIn);
        return best.isPresent();
    }

    private static boolean isUnderWay(Worker worker) {
        return worker.state().isStarting() && worker.state() != WorkerState.DELAYED;
    }

    private void standIn(Worker spare) {
        spare.life.isSpare = false;
        launches.limitAge(spare);
        if (spare.state() == WorkerState.SPARE) {
            spare.life.transitionTo(WorkerState.IDLE, "stands in for one that is gone");
            spare.life.idleSinceNanos = System.nanoTime();
        }
    }
}
