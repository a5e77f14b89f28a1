package dev.procpool.bench.crossover;

import java.util.List;

/**
 * The measured break-even of a cell.
 *
 * @param kind how the number of items is known
 * @param items the number of items; 0 for {@link Kind#NEVER}
 * @param startNanos the time that the new pool took besides its items; 0 where no new pool was measured
 */
public record Crossing(Kind kind, double items, double startNanos) {

    /** How the number of items of a crossing is known. */
    public enum Kind {
        /** New pools were measured at more and at fewer items. */
        BETWEEN,
        /** A new pool was faster even at the fewest items that were measured. */
        BELOW,
        /** A new pool was slower even at the most items that were measured. */
        ABOVE,
        /** Computed from the start-up and from the time of an item in an open pool. */
        COMPUTED,
        /** The open pool was not faster than one thread; a new pool has its start-up besides. */
        NEVER
    }

    /**
     * One thread and a new pool with the same items.
     *
     * @param items their number
     * @param serialNanos the time of one thread
     * @param poolNanos the time of the new pool, its start and its end included
     */
    record Sample(int items, double serialNanos, double poolNanos) {

        double leadNanos() {
            return serialNanos - poolNanos;
        }
    }

    static Crossing never() {
        return new Crossing(Kind.NEVER, 0, 0);
    }

    /** The crossing that follows from the rates: none if an item takes as long in the open pool as in one thread. */
    static Crossing computed(double startNanos, double serialNanos, double pooledNanos) {
        return pooledNanos < serialNanos
                ? new Crossing(Kind.COMPUTED, startNanos / (serialNanos - pooledNanos), 0)
                : never();
    }

    /**
     * The crossing between the samples: where the lead of the new pool passes zero on a straight line between two.
     *
     * @param samples at least one, by number of items
     * @param pooledNanos the time of an item in an open pool
     */
    static Crossing pick(List<Sample> samples, double pooledNanos) {
        Sample before = samples.get(0);
        if (before.leadNanos() >= 0) {
            return at(Kind.BELOW, before.items(), before, pooledNanos);
        }
        for (Sample sample : samples.subList(1, samples.size())) {
            if (sample.leadNanos() >= 0) {
                double part = before.leadNanos() / (before.leadNanos() - sample.leadNanos());
                return at(Kind.BETWEEN, before.items() + part * (sample.items() - before.items()), sample, pooledNanos);
            }
            before = sample;
        }
        return at(Kind.ABOVE, before.items(), before, pooledNanos);
    }

    private static Crossing at(Kind kind, double items, Sample sample, double pooledNanos) {
        return new Crossing(kind, items, sample.poolNanos() - sample.items() * pooledNanos);
    }
}
