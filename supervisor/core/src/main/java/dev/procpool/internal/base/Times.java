package dev.procpool.internal.base;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Arithmetic with times on {@code System.nanoTime()}, which may be negative and overflow, and with {@link #NEVER}. The
 * only place where a duration becomes nanoseconds or text, and a wait becomes a deadline.
 */
public final class Times {

    /** The time that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * The longest wait in nanoseconds, 73 years. The difference between a time that is as far in the future and one
     * that is as far in the past does not overflow.
     */
    public static final long LONGEST_WAIT = Long.MAX_VALUE / 4;

    private static final int NANOS_PER_MICRO = 1_000;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int MICRO = 3; // digits
    private static final int MILLI = 6;

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

    /** A duration for people: {@code 1.5s}, {@code 200ms}, {@code 1m 30s}, {@code 2h 5m}, {@code 3d}. */
    public static String text(Duration duration) {
        if (duration.isNegative()) {
            long seconds = Math.max(duration.getSeconds(), -Long.MAX_VALUE); // the opposite of the least does not exist
            return "-" + text(Duration.ofSeconds(seconds, duration.getNano()).negated());
        }
        if (duration.toSeconds() == 0) {
            return belowASecond(duration.getNano());
        }
        long days = duration.toDays();
        Duration rest = duration.minusDays(days);
        return days == 0 ? withinADay(rest) : rest.isZero() ? days + "d" : days + "d " + withinADay(rest);
    }

    /** The text of ISO-8601, {@code PT1M30S}, without its frame: {@code 1m 30s}. */
    private static String withinADay(Duration duration) {
        String parts = duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
        return parts.replaceAll("(?<=[hm])(?=\\d)", " ");
    }

    private static String belowASecond(int nanos) {
        if (nanos == 0) {
            return "0s";
        }
        BigDecimal number = BigDecimal.valueOf(nanos);
        return nanos < NANOS_PER_MICRO
                ? nanos + "ns"
                : nanos < NANOS_PER_MILLI ? shifted(number, MICRO) + "µs" : shifted(number, MILLI) + "ms";
    }

    private static String shifted(BigDecimal number, int digits) {
        return number.movePointLeft(digits).stripTrailingZeros().toPlainString();
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
