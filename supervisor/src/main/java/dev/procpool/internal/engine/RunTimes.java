package dev.procpool.internal.engine;

import java.util.HashMap;
import java.util.Map;

/** How long an item of each function takes: a moving average of what workers report. Guarded by the engine lock. */
final class RunTimes {

    /** Nothing is known yet. */
    static final long UNKNOWN = 0;

    private static final int WEIGHT = 4;

    private final Map<Long, Long> nanosPerItem = new HashMap<>();

    void record(long functionId, int count, long nanos) {
        long sample = Math.max(1, nanos / count);
        nanosPerItem.merge(functionId, sample, (old, now) -> old + (now - old) / WEIGHT);
    }

    long nanosPerItem(long functionId) {
        return nanosPerItem.getOrDefault(functionId, UNKNOWN);
    }

    void forget(long functionId) {
        nanosPerItem.remove(functionId);
    }
}
