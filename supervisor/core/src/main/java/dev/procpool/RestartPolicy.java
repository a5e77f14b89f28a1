package dev.procpool;

import java.time.Duration;

/**
 * The number of deaths of workers after which the pool gives up, and the wait before a restart, mirroring the restart
 * intensity of an Erlang/OTP supervisor. Immutable.
 *
 * <p>Only deaths that settle no item count: before the worker was ready, or while it was idle. The death of a worker
 * that was running an item fails that item (or the item is retried) and does not count. A settled item forgives all
 * deaths before it.
 *
 * <p>As long as no worker has been ready, a worker that ends by itself breaks the pool at once, whatever the policy:
 * the next one would end alike. The death of a worker by a signal counts as any other.
 *
 * @param intensity how many deaths the pool bears within {@code period}; one more breaks it
 * @param period the time within which deaths count together
 * @param firstDelay the wait before the second restart; the first is at once, and each later restart waits twice as
 *     long, give or take a quarter
 * @param maxDelay the longest wait
 */
public record RestartPolicy(int intensity, Duration period, Duration firstDelay, Duration maxDelay) {

    private static final int AT_LEAST = 5;
    private static final int PER_WORKER = 3;
    private static final Duration PERIOD = Duration.ofSeconds(60);
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration MAX_DELAY = Duration.ofSeconds(5);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public RestartPolicy {
        Checks.notNegative("intensity", intensity);
        Checks.positive("period", period);
        Checks.notNegative("firstDelay", firstDelay);
        Checks.notNegative("maxDelay", maxDelay);
        Checks.notShorter("maxDelay", maxDelay, "firstDelay", firstDelay);
    }

    /** At most {@code intensity} deaths within {@code period}, with the default delays: 100 ms, doubling up to 5 s. */
    public static RestartPolicy of(int intensity, Duration period) {
        return new RestartPolicy(intensity, period, FIRST_DELAY, MAX_DELAY);
    }

    /**
     * Three deaths for each worker, but at least five, within 60 s: a JVM takes a second to start on a small machine.
     */
    public static RestartPolicy forWorkers(int processes) {
        return of(Math.max(AT_LEAST, PER_WORKER * processes), PERIOD);
    }

    /**
     * A policy that never gives up, except where the first workers cannot start at all; the delays keep the pool from
     * spinning.
     */
    public static RestartPolicy unlimited() {
        return of(Integer.MAX_VALUE, PERIOD);
    }
}
