package dev.procpool.internal.base;

import java.util.concurrent.TimeUnit;

public final class AddsToTheClock {

    static long deadline(long timeout, TimeUnit unit) {
        return System.nanoTime() + unit.toNanos(timeout);
    }
}
