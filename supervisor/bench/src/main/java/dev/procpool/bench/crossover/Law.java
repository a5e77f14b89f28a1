package dev.procpool.bench.crossover;

import java.util.OptionalDouble;

/**
 * The law of the break-even. One thread needs {@code n t} for {@code n} items, a new pool {@code S + n (t/e + o)},
 * where {@code t} is the work and {@code o} the transport of an item. The pool is faster when
 *
 * <pre>n &gt; S / (t (1 - 1/e) - o)        and never if t (1 - 1/e) &lt;= o</pre>
 *
 * @param startNanos {@code S}, the start-up of the pool
 * @param speedup {@code e}, the speed-up that the workers really reached at the longest work
 */
public record Law(double startNanos, double speedup) {

    /** The nanoseconds that each item gains in an open pool; not positive where the pool never wins. */
    double gainNanos(double workNanos, double transportNanos) {
        return workNanos * (1 - 1 / speedup) - transportNanos;
    }

    /** The nanoseconds that an item takes in an open pool. */
    double pooledNanos(double workNanos, double transportNanos) {
        return workNanos / speedup + transportNanos;
    }

    /** The number of items above which a new pool is faster; empty for never. */
    public OptionalDouble items(double workNanos, double transportNanos) {
        double gain = gainNanos(workNanos, transportNanos);
        return gain > 0 ? OptionalDouble.of(startNanos / gain) : OptionalDouble.empty();
    }
}
