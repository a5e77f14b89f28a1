package dev.procpool.demo;

import java.time.Duration;

/** Numbers as people read them, with one digit behind the point. */
final class Tenths {

    private Tenths() {}

    static double of(double value) {
        return Math.round(value * 10) / 10.0;
    }

    /** Seconds. */
    static double of(Duration duration) {
        return of(duration.toMillis() / 1000.0);
    }
}
