package dev.procpool.internal.engine;

/** How long an item of one function takes, by what workers report. Guarded by the engine lock. */
final class RunTimeEstimate {

    /** Nothing is known yet. */
    static final long UNKNOWN = 0;

    private static final int WEIGHT = 4;

    /** A report of milliseconds is remembered for about a hundred others of microseconds. */
    private static final int SLOWEST_WEIGHT = 16;

    /**
     * Who waits for something, be it a page from a disk or an answer from this machine, waits longer than that. It is compared with the
     * mean of items that share a measurement, which are up to 16.
     */
    private static final long QUICK_NANOS = 20_000;

    /** Over about how many reports the share of slow ones is taken. */
    private static final double REPORTS = 1024;

    /** A report counts as no more than this: one long standstill, as of a garbage collection, says little of the others. */
    private static final long MOST_NANOS = 20_000_000;

    private long average = UNKNOWN;
    private long slowest = UNKNOWN;
    private double recentNanos;
    private double recentSlowNanos;

    /**
     * @param nanos how long so many items took together
     * @param queuedNanos how much of that their worker waited for a processor
     */
    void record(int count, long nanos, long queuedNanos) {
        long sample = Math.max(1, nanos / count);
        long ran = nanos - queuedNanos;
        long ranEach = Math.max(1, ran / count);
        if (average == UNKNOWN) {
            average = sample;
            slowest = ranEach;
        } else {
            average += (sample - average) / WEIGHT;
            slowest = Math.max(ranEach, slowest - slowest / SLOWEST_WEIGHT);
        }
        long weight = Math.min(ran, MOST_NANOS);
        recentNanos += weight - recentNanos / REPORTS;
        recentSlowNanos += (ranEach > QUICK_NANOS ? weight : 0) - recentSlowNanos / REPORTS;
    }

    /** A moving average, with the waiting for a processor; what many items will take. */
    long nanosPerItem() {
        return average;
    }

    /** The slowest report of late, which fades; what a single item may take that has a processor. */
    long slowestNanos() {
        return slowest;
    }

    /**
     * Which part of the time of late went into items that were not quick, so that whoever ran them may have waited for something
     * meanwhile, and left the processor to others; 1 if nothing is known.
     */
    double slowShare() {
        return recentNanos < 1 ? 1 : recentSlowNanos / recentNanos;
    }
}
