package dev.procpool.internal.engine;

import java.util.HashMap;
import java.util.Map;

/** How long an item of each function takes, by what workers report. Guarded by the engine lock. */
final class RunTimes {

    /** Nothing is known yet. */
    static final long UNKNOWN = 0;

    private static final int WEIGHT = 4;

    /** A report of milliseconds is remembered for about a hundred others of microseconds. */
    private static final int SLOWEST_WEIGHT = 16;

    private static final class RunTime {

        private long average;
        private long slowest;

        private RunTime(long first) {
            average = first;
            slowest = first;
        }

        private void record(long sample) {
            average += (sample - average) / WEIGHT;
            slowest = Math.max(sample, slowest - slowest / SLOWEST_WEIGHT);
        }
    }

    private final Map<Long, RunTime> byFunction = new HashMap<>();

    void record(long functionId, int count, long nanos) {
        long sample = Math.max(1, nanos / count);
        RunTime known = byFunction.get(functionId);
        if (known == null) {
            byFunction.put(functionId, new RunTime(sample));
        } else {
            known.record(sample);
        }
    }

    /** A moving average; what many items will take. */
    long nanosPerItem(long functionId) {
        RunTime known = byFunction.get(functionId);
        return known == null ? UNKNOWN : known.average;
    }

    /** The slowest report of late, which fades; what a single item may take. */
    long slowestNanos(long functionId) {
        RunTime known = byFunction.get(functionId);
        return known == null ? UNKNOWN : known.slowest;
    }

    void forget(long functionId) {
        byFunction.remove(functionId);
    }
}
