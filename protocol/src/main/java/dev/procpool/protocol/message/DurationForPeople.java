package dev.procpool.protocol.message;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** Durations in messages. */
public final class DurationForPeople {

    private static final int NANOS_PER_MICRO = 1_000;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int MICRO = 3; // digits
    private static final int MILLI = 6;

    private DurationForPeople() {}

    /** A duration for people: {@code 1.5s}, {@code 200ms}, {@code 1m 30s}, {@code 2h 5m}, {@code 3d}. */
    public static String of(Duration duration) {
        if (duration.isNegative()) {
            long seconds = Math.max(duration.getSeconds(), -Long.MAX_VALUE); // the opposite of the least does not exist
            return "-" + of(Duration.ofSeconds(seconds, duration.getNano()).negated());
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
}
