package dev.procpool.internal.base;

import java.time.Instant;

/**
 * Tells the calendar time of moments on {@code System.nanoTime()}. Differences between moments stay exact; a clock that
 * is set later is not noticed. Immutable.
 *
 * @param offsetNanos the difference between the nanoseconds since 1970-01-01T00:00Z and {@code System.nanoTime()}
 */
public record WallClock(long offsetNanos) {

    /** The process may lose its processor between two readings: the closest readings of this number are used. */
    private static final int TRIES = 3;

    /** The clock as it is set now. */
    public static WallClock now() {
        long offset = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long before = System.nanoTime();
            Instant instant = Instant.now();
            long gap = System.nanoTime() - before;
            if (gap < least) {
                least = gap;
                offset = Times.epochNanos(instant) - before - gap / 2;
            }
        }
        return new WallClock(offset);
    }

    /** A moment in nanoseconds since 1970-01-01T00:00Z. */
    public long epochNanos(long nanoTime) {
        return nanoTime + offsetNanos;
    }

    /** The calendar time of a moment. */
    public Instant at(long nanoTime) {
        return Instant.ofEpochSecond(0, epochNanos(nanoTime));
    }
}
