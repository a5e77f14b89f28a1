package dev.procpool.internal.engine.items;

/** How long an item of one function takes, by what workers report. Guarded by the engine lock. */
public final class RunTimeEstimate {

    /** Nothing is known yet. */
    public static final long UNKNOWN = 0;

    private static final int WEIGHT = 4;

    /** A report of milliseconds is remembered for about a hundred others of microseconds. */
    private static final int SLOWEST_WEIGHT = 16;

    /**
     * An item that waits for something, be it a page from a disk or an answer from this machine, takes longer than
     * this. The bound is compared with the mean of the items that share a measurement, which are up to 16.
     */
    private static final long QUICK_NANOS = 20_000;

    /** The share of slow reports is taken over about this number of reports. */
    private static final double REPORTS = 1024;

    /**
     * A report counts as no more than this: one long standstill, as of a garbage collection, says little of the others.
     */
    private static final long MOST_NANOS = 20_000_000;

    private long average = UNKNOWN;
    private long slowest = UNKNOWN;
    private double recentNanos;
    private double recentSlowNanos;

    /**
     * @param nanos how long {@code count} items took together
     * @param queuedNanos the part of {@code nanos} in which their worker waited for a processor
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

    /** The expected time of each of many items: a moving average that includes the waiting for a processor. */
    public long nanosPerItem() {
        return average;
    }

    /** The time that a single item with a processor may take: the slowest report, which fades. */
    public long slowestNanos() {
        return slowest;
    }

    /**
     * The part of the recent run time that went into items that were not quick: their workers may have waited for
     * something meanwhile, and left the processor to others; 1 if nothing is known.
     */
    public double slowShare() {
        return recentNanos < 1 ? 1 : recentSlowNanos / recentNanos;
    }
}
