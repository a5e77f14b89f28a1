package dev.procpool.internal.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * How long an item of each function takes: a moving average of what workers report, without what happened only once, as when a
 * worker was preempted in an item. Guarded by the engine lock.
 */
final class RunTimes {

    /** Nothing is known yet. */
    static final long UNKNOWN = 0;

    private static final int WEIGHT = 4;

    private final Map<Long, Recent> recent = new HashMap<>();

    void record(long functionId, int count, long nanos) {
        long sample = Math.max(1, nanos / count);
        Recent known = recent.get(functionId);
        if (known == null) {
            recent.put(functionId, new Recent(sample));
        } else {
            known.record(sample);
        }
    }

    long nanosPerItem(long functionId) {
        Recent known = recent.get(functionId);
        return known == null ? UNKNOWN : known.average;
    }

    void forget(long functionId) {
        recent.remove(functionId);
    }

    private static final class Recent {

        private long average;
        private long last;
        private long beforeLast;

        private Recent(long first) {
            average = first;
            last = first; // and none before it: the first one is often the slowest, and the second one counts if it is
            // quicker
        }

        private void record(long sample) {
            long median = Math.max(Math.min(beforeLast, last), Math.min(Math.max(beforeLast, last), sample));
            average += (median - average) / WEIGHT;
            beforeLast = last;
            last = sample;
        }
    }
}
