package dev.procpool.internal.engine;

/** How long an item of one function takes, by what workers report. Guarded by the engine lock. */
final class RunTime {

    /** Nothing is known yet. */
    static final long UNKNOWN = 0;

    private static final int WEIGHT = 4;

    /** A report of milliseconds is remembered for about a hundred others of microseconds. */
    private static final int SLOWEST_WEIGHT = 16;

    private long average = UNKNOWN;
    private long slowest = UNKNOWN;

    void record(int count, long nanos) {
        long sample = Math.max(1, nanos / count);
        if (average == UNKNOWN) {
            average = sample;
            slowest = sample;
        } else {
            average += (sample - average) / WEIGHT;
            slowest = Math.max(sample, slowest - slowest / SLOWEST_WEIGHT);
        }
    }

    /** A moving average; what many items will take. */
    long nanosPerItem() {
        return average;
    }

    /** The slowest report of late, which fades; what a single item may take. */
    long slowestNanos() {
        return slowest;
    }
}
