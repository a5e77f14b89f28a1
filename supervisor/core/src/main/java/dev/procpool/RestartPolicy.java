package dev.procpool;

import java.time.Duration;

/**
 * How often workers may die for nothing before the pool gives up, as the restart intensity of an Erlang/OTP supervisor, and
 * how long a restart waits. Immutable.
 *
 * <p>Only deaths count that settle nothing: before the worker was ready, or while it was idle. The death of a worker that
 * was running an item fails that item (or is retried) and costs nothing. A settled item forgives all deaths before it.
 *
 * @param intensity how many such deaths the pool bears within the period; one more breaks it
 * @param period the time within which they count
 * @param firstDelay how long the second restart waits; the first is at once, and each later one waits twice as long, give
 *     or take a quarter
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
        if (intensity < 0) {
            throw new IllegalArgumentException("intensity must not be negative: " + intensity);
        }
        Durations.positive("period", period);
        Durations.notNegative("firstDelay", firstDelay);
        Durations.notNegative("maxDelay", maxDelay);
        if (maxDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException("maxDelay must not be shorter than firstDelay: " + maxDelay);
        }
    }

    /** At most so many deaths within so long, with the default delays: 100 ms, doubling up to 5 s. */
    public static RestartPolicy of(int intensity, Duration period) {
        return new RestartPolicy(intensity, period, FIRST_DELAY, MAX_DELAY);
    }

    /** Three deaths for each worker, but at least five, within 60 s: a JVM takes a second to start on a small machine. */
    public static RestartPolicy forWorkers(int processes) {
        return of(Math.max(AT_LEAST, PER_WORKER * processes), PERIOD);
    }

    /** Never gives up once a worker was ready; the delays keep it from spinning. */
    public static RestartPolicy unlimited() {
        return of(Integer.MAX_VALUE, PERIOD);
    }
}
