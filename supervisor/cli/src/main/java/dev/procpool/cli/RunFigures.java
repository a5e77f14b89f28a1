package dev.procpool.cli;

import java.util.List;

/**
 * Where the time of a run went. Immutable.
 *
 * @param items the number of items that were run
 * @param failed the number of those that failed
 * @param retries how often an item was run again
 * @param deaths the number of workers that died
 * @param chunks how often items were sent to a worker together
 * @param workers the number of workers
 * @param wallNanos from the start of this JVM to the last result
 * @param startNanos from the start of this JVM until a worker was ready
 * @param ranNanos the sum of the times for which items ran
 * @param busyNanos the sum of the times for which workers had items
 * @param queuedNanos the sum of the times for which items waited for a worker
 * @param slowest the slowest items, the slowest first
 */
record RunFigures(
        long items,
        long failed,
        long retries,
        long deaths,
        long chunks,
        int workers,
        long wallNanos,
        long startNanos,
        long ranNanos,
        long busyNanos,
        long queuedNanos,
        List<ItemTimes.Slow> slowest) {

    /** The time after the start. */
    long spanNanos() {
        return Math.max(1, wallNanos - startNanos);
    }

    /** The time that all workers had together. */
    private double offeredNanos() {
        return (double) spanNanos() * Math.max(1, workers);
    }

    /** The part of the time of the workers in which they ran items, from 0 to 1. */
    double running() {
        return Math.min(1, ranNanos / offeredNanos());
    }

    /** The part of that time in which workers had items and did not run them: they were encoded and moved. */
    double moving() {
        return Math.min(1 - running(), Math.max(0, busyNanos - ranNanos) / offeredNanos());
    }

    /** The part of that time in which workers had nothing. */
    double idle() {
        return Math.max(0, 1 - running() - moving());
    }

    long slowestNanos() {
        return slowest.isEmpty() ? 0 : slowest.get(0).ranNanos();
    }

    /** The mean run time of the other items than the slowest. */
    long othersNanos() {
        return items <= 1 ? 0 : Math.max(0, ranNanos - slowestNanos()) / (items - 1);
    }
}
