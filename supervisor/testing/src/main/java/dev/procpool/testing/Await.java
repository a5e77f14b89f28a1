package dev.procpool.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions instead of sleeping. */
public final class Await {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMillis(5);

    private Await() {}

    /** Waits for {@code condition}, up to a bound; the caller asserts the condition afterwards. */
    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    /** Waits for {@code condition}, and fails where it does not hold within the bound. */
    public static void orFail(BooleanSupplier condition) {
        until(condition);
        if (!condition.getAsBoolean()) {
            throw new AssertionError("did not become true within " + BOUND);
        }
    }
}
