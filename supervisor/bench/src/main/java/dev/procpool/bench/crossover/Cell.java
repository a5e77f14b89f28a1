package dev.procpool.bench.crossover;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The figures of one work and one payload; times are nanoseconds for each item, the best of several rounds.
 *
 * @param workNanos the work that was asked for, in processor time
 * @param payload the bytes of an item
 * @param serial one thread
 * @param threads a pool of threads
 * @param virtual virtual threads; empty before Java 21
 * @param open a pool of processes whose workers run already
 * @param transport the same without the work
 * @param firstItem the fewest items with which the open pool was faster than one thread; empty if there were none
 * @param crossing the measured crossing of a new pool
 */
public record Cell(
        long workNanos,
        int payload,
        double serial,
        double threads,
        OptionalDouble virtual,
        double open,
        double transport,
        OptionalInt firstItem,
        Crossing crossing) {

    Cell with(Crossing measured) {
        return new Cell(workNanos, payload, serial, threads, virtual, open, transport, firstItem, measured);
    }

    /** The crossing by the law; empty for never. */
    public OptionalDouble lawItems(Law law) {
        return law.items(serial, transport);
    }
}
