package dev.procpool.internal.archive;

import dev.procpool.internal.base.DaemonThreads;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.Times;
import dev.procpool.protocol.start.JavaHome;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

        /** Blocks until the archive for workers of a JDK is made, or could not be; an interrupt gives up. */
        void make(JavaHome home) throws IOException, InterruptedException;
    }

    private record Watched(ArchiveMaker.Surroundings pool, JavaHome home, Duration delay, long nextLook) {

        Watched later() {
            return new Watched(pool, home, delay, Times.in(delay));
        }
    }

    private final Making making;
    private final Map<ArchiveMaker.Surroundings, Watched> watched = new HashMap<>(); // guarded by this
    private final Set<JavaHome> tried = new HashSet<>(); // guarded by this
    private Thread thread; // guarded by this; null while there is none

    ArchiveWatch(Making making) {
        this.making = making;
    }

    /**
     * Watches a pool.
     *
     * @param home the Java home of its workers
     * @param delay the time until the first look at the pool, and between looks
     */
    synchronized void add(JavaHome home, ArchiveMaker.Surroundings pool, Duration delay) {
        if (tried.contains(home)) {
            return;
        }
        watched.put(pool, new Watched(pool, home, delay, Times.in(delay)));
        if (thread == null) {
            thread = DaemonThreads.start("procpool-archive", this::run);
        }
        notifyAll();
    }

    /** Watches a pool no more, as it has ended. */
    synchronized void remove(ArchiveMaker.Surroundings pool) {
        if (watched.remove(pool) != null && watched.isEmpty() && thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        while (goesOn()) {
            try {
                Optional<JavaHome> home = awaitIdlePool();
                if (home.isPresent()) {
                    make(home.get());
                }
            } catch (InterruptedException e) {
                // The last pool has ended.
            }
        }
    }

    private void make(JavaHome home) throws InterruptedException {
        try {
            making.make(home);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "the start-up archive was not made", e);
        }
        noteTry(home);
    }

    private synchronized void noteTry(JavaHome home) {
        tried.add(home);
        watched.values().removeIf(pool -> pool.home.equals(home));
    }

    /** Whether there is anything to do; the thread ends if there is not. */
    private synchronized boolean goesOn() {
        Thread.interrupted(); // meant for pools that are not watched any more
        if (watched.isEmpty()) {
            thread = null;
        }
        return thread != null;
    }

    /** Waits until a pool is idle when it is looked at; empty if there is none to wait for any more. */
    private synchronized Optional<JavaHome> awaitIdlePool() throws InterruptedException {
        while (!watched.isEmpty()) {
            watched.keySet().removeIf(pool -> !pool.isOpen());
            long next = Times.NEVER;
            long now = System.nanoTime();
            for (Watched each : List.copyOf(watched.values())) {
                if (Times.isDue(each.nextLook, now)) {
                    if (each.pool.isIdle()) {
                        return Optional.of(each.home);
                    }
                    watched.put(each.pool, each.later());
                }
                next = Times.earlier(next, watched.get(each.pool).nextLook);
            }
            if (next != Times.NEVER) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, Times.left(next)));
            }
        }
        return Optional.empty();
    }
}
