package dev.procpool.internal.open;

import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.base.Times;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The shutdown hook that ends a pool together with the JVM. It is installed before the pool has anything that could be
 * left behind. Thread-safe.
 */
final class AtExit {

    /** Bounds both waits of the hook: for a pool that is being opened, and for the end of the pool. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final CountDownLatch opened = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "procpool-shutdown-hook");
    private volatile Backend backend;

    private AtExit() {}

    /**
     * Installs a hook.
     *
     * @throws IllegalStateException if the JVM is shutting down
     */
    static AtExit install() {
        AtExit atExit = new AtExit();
        try {
            Runtime.getRuntime().addShutdownHook(atExit.hook);
        } catch (IllegalStateException e) {
            throw new IllegalStateException("a pool cannot be opened while the JVM is shutting down", e);
        }
        return atExit;
    }

    /** Says that there is a backend to end. */
    void opened(Backend started) {
        backend = started;
        opened.countDown();
    }

    /** Removes the hook: the pool has ended, or was not opened. Idempotent. */
    void remove() {
        opened.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down: the hook runs, and finds nothing to do.
        }
    }

    private void end() {
        try {
            // The thread that opens the pool is not stopped by the end of the JVM.
            opened.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            Backend toEnd = backend;
            if (toEnd != null) {
                toEnd.terminate();
                toEnd.join(Times.in(TIMEOUT));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
