package dev.procpool;

import dev.procpool.protocol.message.DurationForPeople;
import java.time.Duration;

/**
 * Checks of option values. Each check gives the value back, or throws an {@code IllegalArgumentException} with the name
 * and the value.
 */
final class Checks {

    /**
     * A hundred years: longer than a process lives, and far from 2^63 ns, so that sums of nanoseconds cannot overflow.
     */
    static final Duration LONGEST = Duration.ofDays(36_500);

    private Checks() {}

    /** A duration that is positive and not longer than a hundred years. */
    static Duration positive(String name, Duration value) {
        if (value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + DurationForPeople.of(value));
        }
        return notNegative(name, value);
    }

    /** A duration that is not negative and not longer than a hundred years. */
    static Duration notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative: " + DurationForPeople.of(value));
        }
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must not be longer than " + DurationForPeople.of(LONGEST) + ": "
                    + DurationForPeople.of(value));
        }
        return value;
    }

    /** A duration that is shorter than that of another option. */
    static void shorter(String name, Duration value, String other, Duration limit) {
        if (value.compareTo(limit) >= 0) {
            throw new IllegalArgumentException(name + " must be shorter than the " + other + " of "
                    + DurationForPeople.of(limit) + ": " + DurationForPeople.of(value));
        }
    }

    /** A duration that is not shorter than that of another option. */
    static void notShorter(String name, Duration value, String other, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(name + " must not be shorter than the " + other + " of "
                    + DurationForPeople.of(least) + ": " + DurationForPeople.of(value));
        }
    }

    /** A number that is not negative. */
    static int notNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
        return value;
    }

    /** A number of at least 1. */
    static int atLeastOne(String name, int value) {
        return (int) atLeastOne(name, (long) value);
    }

    /** A number of at least 1. */
    static long atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
        return value;
    }

    /** A name that has more than spaces. */
    static String notBlank(String option, String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(option + " must not be blank: '" + name + "'");
        }
        return name;
    }

    /** A text of one line that is not empty. */
    static String text(String option, String text) {
        if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(option + " must be a text of one line: '" + text + "'");
        }
        return text;
    }

    /** The name of a system property or of a variable of the environment. */
    static String name(String option, String name) {
        if (name.isEmpty() || name.contains("=")) {
            throw new IllegalArgumentException(option + " must have a name without '=': " + name);
        }
        return name;
    }
}
