package dev.procpool.internal.archive;

import dev.procpool.internal.base.DaemonThreads;
import dev.procpool.internal.base.Loggers;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Watches the pools of this JVM until one of them has been open and is idle, then has the start-up archive made, once.
 * All pools share one thread, which ends with the last of them, also in the middle of making. Thread-safe.
 */
final class ArchiveWatch {

    private static final System.Logger LOG = Loggers.of(ArchiveWatch.class);

    /** Makes the archive. */
    @FunctionalInterface
    interface Making {

        /** Blocks until the archive is made, or could not be; an interrupt gives up. */
        void make() throws IOException, InterruptedException;
    }

    private final Making making;
    private final Map<ArchiveMaker.Surroundings, Long> nextLooks = new HashMap<>(); // guarded by this
    private Thread thread; // guarded by this; null while there is none
    private boolean hasTried; // guarded by this

    ArchiveWatch(Making making) {
        this.making = making;
    }

    /**
     * Watches a pool.
     *
     * @param delayMillis the time until the first look at the pool, and between looks
     */
    synchronized void add(ArchiveMaker.Surroundings pool, long delayMillis) {
        if (hasTried) {
            return;
        }
        nextLooks.put(pool, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis));
        if (thread == null) {
            thread = DaemonThreads.start("procpool-archive", () -> run(delayMillis));
        }
        notifyAll();
    }

    /** Watches a pool no more, as it has ended. */
    synchronized void remove(ArchiveMaker.Surroundings pool) {
        if (nextLooks.remove(pool) != null && nextLooks.isEmpty() && thread != null) {
            thread.interrupt();
        }
    }

    private void run(long delayMillis) {
        while (goesOn()) {
            try {
                if (awaitIdlePool(delayMillis)) {
                    making.make();
                    noteTry();
                }
            } catch (IOException | RuntimeException e) {
                noteTry();
                LOG.log(Level.DEBUG, "the start-up archive was not made", e);
            } catch (InterruptedException e) {
                // The last pool has ended.
            }
        }
    }

    private synchronized void noteTry() {
        hasTried = true;
        nextLooks.clear();
    }

    /** Whether there is anything to do; the thread ends if there is not. */
    private synchronized boolean goesOn() {
        Thread.interrupted(); // meant for pools that are not watched any more
        if (nextLooks.isEmpty()) {
            thread = null;
        }
        return thread != null;
    }

    /** Waits until a pool is idle when it is looked at; returns false if there is none to wait for any more. */
    private synchronized boolean awaitIdlePool(long delayMillis) throws InterruptedException {
        while (!nextLooks.isEmpty()) {
            long now = System.nanoTime();
            nextLooks.keySet().removeIf(pool -> !pool.isOpen());
            Optional<ArchiveMaker.Surroundings> due = nextLooks.keySet().stream()
                    .filter(pool -> nextLooks.get(pool) - now <= 0)
                    .findFirst();
            if (due.isPresent() && due.get().isIdle()) {
                return true;
            }
            due.ifPresent(busy -> nextLooks.put(busy, now + TimeUnit.MILLISECONDS.toNanos(delayMillis)));
            if (due.isEmpty() && !nextLooks.isEmpty()) {
                long next = nextLooks.values().stream()
                        .mapToLong(look -> look - now)
                        .min()
                        .getAsLong();
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, next));
            }
        }
        return false;
    }
}
