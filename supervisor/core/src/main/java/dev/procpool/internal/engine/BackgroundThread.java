package dev.procpool.internal.engine;

import dev.procpool.internal.base.DaemonThreads;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.PoolName;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The engine's own thread: it keeps the deadlines, reads events when no caller waits, and closes the pool at its end.
 */
final class BackgroundThread {

    private static final System.Logger LOG = Loggers.of(BackgroundThread.class);

    private static final long AFTER_FAILURE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final PoolName name;
    private final EngineLock lock;
    private final Readers readers;
    private final Deadlines deadlines;
    private final Shutdown shutdown;

    BackgroundThread(PoolName name, EngineLock lock, Readers readers, Deadlines deadlines, Shutdown shutdown) {
        this.name = name;
        this.lock = lock;
        this.readers = readers;
        this.deadlines = deadlines;
        this.shutdown = shutdown;
    }

    Thread start() {
        return DaemonThreads.start(name.of("procpool-engine"), this::run);
    }

    private void run() {
        while (!shutdown.isClosed()) {
            try {
                turn();
            } catch (Throwable e) {
                breakBy(e);
            }
        }
    }

    private void turn() {
        deadlines.expire();
        shutdown.finish();
        if (!readers.leadUnattended(deadlines) && !shutdown.isClosed()) {
            LockSupport.parkNanos(this, deadlines.nanosToNext());
        }
    }

    /** Breaks the pool. The thread that keeps the deadlines survives whatever goes wrong with that. */
    private void breakBy(Throwable cause) {
        try {
            lock.breakBy(cause);
        } catch (Throwable e) {
            LOG.log(Level.ERROR, name.subject() + " cannot be broken as it should", e);
            LockSupport.parkNanos(AFTER_FAILURE_NANOS);
        }
    }
}
