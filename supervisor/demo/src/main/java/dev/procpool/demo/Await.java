package dev.procpool.demo;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another process or thread does. */
final class Await {

    private static final int PAUSE_MILLIS = 10;

    private Await() {}

    /** Waits until a condition holds, but no longer than this, and says whether it does. */
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
