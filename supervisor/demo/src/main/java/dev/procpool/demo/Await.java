package dev.procpool.demo;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for another process or thread. */
final class Await {

    private static final int PAUSE_MILLIS = 10;

    private Await() {}

    /** Waits until {@code condition} holds, at most for {@code atMost}; returns whether it holds. */
    static boolean until(Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                return false;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return true;
    }
}
