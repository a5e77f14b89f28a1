package dev.procpool.internal.open;

import dev.procpool.Pool;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.PoolName;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.pool.PoolFront;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a pool that was not closed when the program can no longer reach it, and logs where it was opened. Thread-safe.
 * Must not refer to the pool itself, which would keep the pool reachable.
 */
final class ForgottenPool {

    private static final System.Logger LOG = Loggers.of(Pool.class);

    /** Watches what the program may lose: pools, and handles of shared values. */
    static final Cleaner CLEANER = Cleaner.create();

    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final PoolName name;
    private final Backend backend;
    private final int workers;
    private final Runnable whenEnded;
    private final Throwable opened = new Throwable("it was opened here");
    private final AtomicBoolean released = new AtomicBoolean();

    /**
     * Ends a backend if need be.
     *
     * @param workers the number of workers, for the log
     * @param whenEnded releases everything that is held for the pool outside of it
     */
    ForgottenPool(PoolName name, Backend backend, int workers, Runnable whenEnded) {
        this.name = name;
        this.backend = backend;
        this.workers = workers;
        this.whenEnded = whenEnded;
    }

    /** Calls {@link #end} once {@code pool} is unreachable. */
    void watchOver(PoolFront pool) {
        CLEANER.register(pool, this::end);
    }

    /** Says that the pool was closed. Idempotent. */
    void release() {
        if (released.compareAndSet(false, true)) {
            whenEnded.run();
        }
    }

    /** Ends the pool, unless it was released: the program cannot reach it any more. Idempotent. */
    void end() {
        if (!released.compareAndSet(false, true)) {
            return;
        }
        if (!backend.isShutdown()) {
            LOG.log(
                    Level.WARNING,
                    name.given().map(given -> "pool " + given).orElse("a pool") + " of " + workers
                            + " workers was never closed; it is ended now",
                    opened);
        }
        backend.terminate();
        try {
            if (backend.join(Times.in(LONGEST_END))) {
                whenEnded.run(); // not before: if the JVM exits meanwhile, the hook that is held waits for this end
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
