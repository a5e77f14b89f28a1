package dev.procpool.cli;

import dev.procpool.WorkerInfo;
import java.util.HashMap;
import java.util.Map;

/**
 * The times of workers' events, from the age that a worker had at each: an event may arrive long after it happened. The
 * event that arrived with the least delay dates the birth. Times are nanoseconds since 1970-01-01T00:00Z. Not
 * thread-safe.
 */
final class WorkerBirths {

    private final Map<Long, Long> bornNanos = new HashMap<>(); // by pid

    /** An event of a worker is heard now; returns when it happened, as far as it is known. */
    long heard(WorkerInfo worker, long nowNanos) {
        long age = worker.age().toNanos();
        return bornNanos.merge(worker.pid(), nowNanos - age, Math::min) + age;
    }

    void exited(WorkerInfo worker) {
        bornNanos.remove(worker.pid());
    }

    /** Whether no worker is known to live. */
    boolean isEmpty() {
        return bornNanos.isEmpty();
    }
}
