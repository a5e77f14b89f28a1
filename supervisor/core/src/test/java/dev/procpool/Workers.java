package dev.procpool;

import java.util.Set;
import java.util.stream.Collectors;

/** The workers of a pool, as its users see them. */
final class Workers {

    private Workers() {}

    static Set<Long> pids(Pool pool) {
        return pool.workers().stream().map(WorkerInfo::pid).collect(Collectors.toSet());
    }
}
