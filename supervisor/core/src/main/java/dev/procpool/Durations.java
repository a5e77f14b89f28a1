package dev.procpool;

import java.time.Duration;

/** Checks durations, so that arithmetic in nanoseconds cannot overflow later. */
final class Durations {

    /** A hundred years: more than a process lives, and far from 2^63 ns. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    /** @throws IllegalArgumentException if it is not positive, or longer than a hundred years */
    static Duration positive(String name, Duration value) {
        if (value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
        return notNegative(name, value);
    }

    /** @throws IllegalArgumentException if it is negative, or longer than a hundred years */
    static Duration notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must not be longer than " + LONGEST + ": " + value);
        }
        return value;
    }
}
