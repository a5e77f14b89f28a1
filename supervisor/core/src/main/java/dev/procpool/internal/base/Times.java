package dev.procpool.internal.base;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Arithmetic with times on {@code System.nanoTime()}, which may be negative and overflow, and with {@link #NEVER}. The
 * only place where a duration becomes nanoseconds, and a wait becomes a deadline.
 */
public final class Times {

    /** The time that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * The longest wait in nanoseconds, 73 years. The difference between a time that is as far in the future and one
     * that is as far in the past does not overflow.
     */
    public static final long LONGEST_WAIT = Long.MAX_VALUE / 4;

    private Times() {}

    // ---- durations

    /** A duration in nanoseconds, at most {@link #LONGEST_WAIT}, and at least its negative. */
    public static long nanos(Duration duration) {
        try {
            return clamp(duration.toNanos());
        } catch (ArithmeticException e) {
            return duration.isNegative() ? -LONGEST_WAIT : LONGEST_WAIT;
        }
    }

    /** A number of units in nanoseconds, within the same bounds. */
    public static long nanos(long amount, TimeUnit unit) {
        return clamp(unit.toNanos(amount));
    }

    private static long clamp(long nanos) {
        return Math.max(-LONGEST_WAIT, Math.min(LONGEST_WAIT, nanos));
    }

    // ---- deadlines

    /** The time of an instant, by the clocks as they are now. */
    public static long at(Instant instant) {
        return in(Duration.between(Instant.now(), instant));
    }

    /** The time after {@code wait} from now on. */
    public static long in(Duration wait) {
        return in(nanos(wait));
    }

    /** The time after a number of units from now on. */
    public static long in(long wait, TimeUnit unit) {
        return in(nanos(wait, unit));
    }

    /** The time after {@code nanos} from now on. */
    public static long in(long nanos) {
        return later(System.nanoTime(), nanos);
    }

    /** The time {@code nanos} after {@code time}; before it where {@code nanos} is negative. */
    public static long later(long time, long nanos) {
        long sum = time + clamp(nanos);
        return sum == NEVER ? NEVER - 1 : sum;
    }

    /** The nanoseconds that are left until a time; 0 if it has come. */
    public static long left(long time) {
        return Math.max(0, time - System.nanoTime());
    }

    /** An instant in nanoseconds since 1970-01-01T00:00Z. */
    public static long epochNanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    // ---- comparisons

    /** Whether {@code time} has come at {@code nowNanos}. */
    public static boolean isDue(long time, long nowNanos) {
        return time != NEVER && time - nowNanos <= 0;
    }

    /** The earlier of two times. */
    public static long earlier(long one, long other) {
        if (one == NEVER || other == NEVER) {
            return one == NEVER ? other : one;
        }
        return one - other <= 0 ? one : other;
    }
}
