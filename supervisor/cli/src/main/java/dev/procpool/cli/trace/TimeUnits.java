package dev.procpool.cli.trace;

import java.util.Locale;

/** Durations in the unit that fits them. */
enum TimeUnits {
    SECONDS(1_000_000_000L, "s"),
    MILLIS(1_000_000L, "ms"),
    MICROS(1_000L, "µs");

    /** A unit is used from this number of it on. */
    private static final int LEAST = 1;

    private static final int NO_DECIMALS_FROM = 100;
    private static final int ONE_DECIMAL_FROM = 10;

    private final long nanos;
    private final String symbol;

    TimeUnits(long nanos, String symbol) {
        this.nanos = nanos;
        this.symbol = symbol;
    }

    /** The unit for durations of up to {@code nanos}. */
    static TimeUnits fitting(long nanos) {
        for (TimeUnits unit : values()) {
            if (nanos >= LEAST * unit.nanos) {
                return unit;
            }
        }
        return MICROS;
    }

    /** A duration with three digits: {@code 1.23 s}, {@code 40.1 ms}. */
    static String text(long nanos) {
        TimeUnits unit = fitting(nanos);
        double amount = (double) nanos / unit.nanos;
        int decimals = amount >= NO_DECIMALS_FROM ? 0 : amount >= ONE_DECIMAL_FROM ? 1 : 2;
        return unit.text(nanos, decimals);
    }

    /** A duration in this unit. */
    String text(long time, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f %s", (double) time / nanos, symbol);
    }

    long nanos() {
        return nanos;
    }
}
