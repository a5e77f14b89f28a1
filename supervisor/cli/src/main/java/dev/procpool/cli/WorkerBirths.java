package dev.procpool.cli;

import dev.procpool.WorkerInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The times of workers' events, from the age that a worker had at each: an event may arrive long after it happened. The
 * first event of a worker, which arrives while little else happens, dates its birth. Not thread-safe.
 */
final class WorkerBirths {

    /**
     * A worker that lives.
     *
     * @param bornNanos the birth, in nanoseconds since 1970-01-01T00:00Z
     * @param startedNanos when its process existed, likewise
     */
    private record Life(long bornNanos, long startedNanos) {}

    private final Map<Long, Life> lives = new HashMap<>(); // by pid

    /** The process of a worker exists, as is heard now. */
    void started(WorkerInfo worker, long nowNanos) {
        lives.put(worker.pid(), new Life(nowNanos - nanos(worker.age()), nowNanos));
    }

    /** When the process of a worker existed. */
    long startedNanos(WorkerInfo worker, long nowNanos) {
        return of(worker, nowNanos).startedNanos();
    }

    /** When an event happened of which the worker is told now. */
    long eventNanos(WorkerInfo worker, long nowNanos) {
        return of(worker, nowNanos).bornNanos() + nanos(worker.age());
    }

    /** The worker of a start that was missed is dated by the event that is told now. */
    private Life of(WorkerInfo worker, long nowNanos) {
        Life life = lives.get(worker.pid());
        return life == null ? new Life(nowNanos - nanos(worker.age()), nowNanos) : life;
    }

    private static long nanos(Duration age) {
        return age.toNanos();
    }

    void exited(WorkerInfo worker) {
        lives.remove(worker.pid());
    }

    /** Whether no worker is known to live. */
    boolean isEmpty() {
        return lives.isEmpty();
    }
}
