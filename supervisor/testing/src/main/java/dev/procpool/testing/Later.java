package dev.procpool.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Runs what waits on threads of its own. The common pool has a single thread on a machine with two processors, where a
 * second wait would begin when the first one has ended.
 */
public final class Later {

    private static final Executor THREAD_FOR_EACH = action -> {
        Thread thread = new Thread(action, "later");
        thread.setDaemon(true);
        thread.start();
    };

    private Later() {}

    /** Begins to compute a value. */
    public static <T> CompletableFuture<T> supply(Supplier<T> action) {
        return CompletableFuture.supplyAsync(action, THREAD_FOR_EACH);
    }

    /** Begins to run an action. */
    public static CompletableFuture<Void> run(Runnable action) {
        return CompletableFuture.runAsync(action, THREAD_FOR_EACH);
    }
}
