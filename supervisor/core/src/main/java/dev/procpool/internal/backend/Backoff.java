package dev.procpool.internal.backend;

import java.util.random.RandomGenerator;

/** Waits that double each time, give or take a quarter, so that not all waiting threads come back together. */
public final class Backoff {

    private static final double JITTER = 0.25;
    private static final int MAX_DOUBLINGS = 30;

    private Backoff() {}

    /** The wait after {@code doublings} doublings of {@code firstNanos}, at most {@code mostNanos}. */
    public static double nanos(long firstNanos, int doublings, long mostNanos) {
        return Math.min(firstNanos * Math.pow(2, Math.min(MAX_DOUBLINGS, doublings)), mostNanos);
    }

    /** {@code nanos}, give or take a quarter at random. */
    public static long jittered(double nanos, RandomGenerator random) {
        return jittered(nanos, JITTER, random);
    }

    /** {@code nanos}, give or take a share of it, from 0 to 1, at random. */
    static long jittered(double nanos, double share, RandomGenerator random) {
        return (long) (nanos * (1 - share + 2 * share * random.nextDouble()));
    }

    /** The longest wait that {@link #jittered} gives for {@code nanos}. */
    static long longest(double nanos, double share) {
        return (long) (nanos * (1 + share));
    }
}
