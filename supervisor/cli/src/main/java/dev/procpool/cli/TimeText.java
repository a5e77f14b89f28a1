package dev.procpool.cli;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Measured times with two or three digits: {@code 12µs}, {@code 1.2ms}, {@code 4.2s}, {@code 1m 30s}. */
final class TimeText {

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double TEN = 10;
    private static final long MINUTE = 60;

    private TimeText() {}

    static String of(long nanos) {
        if (nanos < NANOS_PER_MILLI) {
            return number(nanos / NANOS_PER_MICRO) + "µs";
        }
        if (nanos < NANOS_PER_SECOND) {
            return number(nanos / NANOS_PER_MILLI) + "ms";
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
        return seconds < MINUTE
                ? number(nanos / NANOS_PER_SECOND) + "s"
                : seconds / MINUTE + "m " + seconds % MINUTE + "s";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < TEN ? "%.1f" : "%.0f", value);
    }
}
