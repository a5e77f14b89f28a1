package dev.procpool.bench.crossover;

/** The shortest of several times. Confined to one thread. */
final class Best {

    private double nanos = Double.MAX_VALUE;

    void add(double each) {
        nanos = Math.min(nanos, each);
    }

    boolean isEmpty() {
        return nanos == Double.MAX_VALUE;
    }

    double nanos() {
        return nanos;
    }
}
