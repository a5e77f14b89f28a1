package dev.procpool.internal.open;

import dev.procpool.Pool;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.pool.PoolFront;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a pool that nobody can reach any more and nobody has closed, and says where it was opened. Thread-safe. Must not
 * refer to the pool itself.
 */
final class ForgottenPool {

    private static final System.Logger LOG = Loggers.of(Pool.class);
    private static final Cleaner CLEANER = Cleaner.create();
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final Backend backend;
    private final int workers;
    private final Runnable whenEnded;
    private final Throwable opened = new Throwable("it was opened here");
    private final AtomicBoolean released = new AtomicBoolean();

    /** @param whenEnded releases what is held for the pool outside of it */
    ForgottenPool(Backend backend, int workers, Runnable whenEnded) {
        this.backend = backend;
        this.workers = workers;
        this.whenEnded = whenEnded;
    }

    void watchOver(PoolFront pool) {
        CLEANER.register(pool, this::end);
    }

    /** The pool was closed as it should be. */
    void release() {
        if (released.compareAndSet(false, true)) {
            whenEnded.run();
        }
    }

    /** Called when nobody can reach the pool. */
    void end() {
        if (!released.compareAndSet(false, true)) {
            return;
        }
        if (!backend.isShutdown()) {
            LOG.log(Level.WARNING, "a pool of " + workers + " workers was never closed; it is ended now", opened);
        }
        backend.terminate();
        try {
            if (backend.join(System.nanoTime() + LONGEST_END.toNanos())) {
                whenEnded.run(); // not before: if the JVM exits meanwhile, what is held for the pool waits for its end
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
