package dev.procpool.internal.engine;

import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.engine.workers.Stopping;
import dev.procpool.internal.launch.WorkerLauncher;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends a pool in steps. Thread-safe.
 *
 * <ol>
 *   <li>{@link #begin}: new calls are refused. Ends when all items are settled, which the limits of the items bound,
 *       or with {@link #terminate}.
 *   <li>{@link #advance}: the workers are asked to leave; after {@link #terminate}, and when the pool is broken, all
 *       items are given up and the workers are killed instead. Ends when all workers have exited and their exits are
 *       decided; the stop timeout bounds that, after which {@link Stopping} sends SIGTERM and SIGKILL.
 *   <li>{@link #finish}: the launcher closes what belonged to workers and removes the run directory, within a few
 *       seconds.
 *   <li>Threads in {@link #join} return, and threads that wait for results.
 *   <li>The reader is closed, once no thread is in it any more.
 * </ol>
 */
final class Shutdown {

    private static final System.Logger LOG = Loggers.of(Shutdown.class);

    private static final long LEAVE_LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final EngineLock lock;
    private final PoolLife life;
    private final Rooms rooms;
    private final Exits exits;
    private final Observers observers;
    private final WorkerLauncher launcher;
    private final ReaderRole role;
    private final EventReader reader;
    private final CountDownLatch closed = new CountDownLatch(1);

    Shutdown(
            EngineLock lock,
            PoolLife life,
            Rooms rooms,
            Exits exits,
            Observers observers,
            WorkerLauncher launcher,
            ReaderRole role,
            EventReader reader) {
        this.lock = lock;
        this.life = life;
        this.rooms = rooms;
        this.exits = exits;
        this.observers = observers;
        this.launcher = launcher;
        this.role = role;
        this.reader = reader;
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Waits until the pool is closed, or until a time on {@code System.nanoTime()}. */
    boolean join(long deadlineNanos) throws InterruptedException {
        return closed.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    // ---- the ways to begin

    /** Lets the pool finish what was submitted, or offered. */
    void begin() {
        lock.change(() -> {
            if (life.isRunning()) {
                rooms.items.offers.takeAll();
                waitsFor("the items that were submitted, {0}", rooms.statistics.stats());
            }
            life.transitionTo(PoolState.DRAINING);
        });
    }

    /** Gives up all items and kills the workers. */
    void terminate() {
        lock.change(() -> {
            if (life.mayRunItems()) {
                life.terminate();
                stopAll(life::terminatedException);
            } else {
                rooms.workers.stopping.killAll();
            }
        });
    }

    /** Gives up: fails all items with the first cause and kills the workers. Called under the lock. */
    void breakBy(Throwable cause) {
        if (life.keepCause(cause)) {
            stopAll(life::brokenException);
            observers.broken(cause);
            LOG.log(Level.ERROR, "{0} is broken: {1}", life.name().subject(), cause.getMessage());
        }
    }

    private void stopAll(Settlement.Why why) {
        life.transitionTo(PoolState.STOPPING);
        waitsFor("the exits of workers that are killed");
        rooms.cancellation.stopAll(why);
    }

    // ---- the steps

    /** At the end of a change: asks the workers to leave once all items are settled. */
    void advance() {
        try {
            if (life.state() == PoolState.DRAINING && !rooms.items.ledger.hasItems()) {
                life.transitionTo(PoolState.STOPPING);
                waitsFor("the exits of workers that are asked to leave");
                rooms.workers.stopping.askAllToLeave();
            }
        } catch (Throwable e) {
            breakBy(e);
        }
    }

    /**
     * Takes the steps that remain once all workers have exited. Called by the background thread, which ends with the
     * last.
     */
    void finish() {
        if (!lock.look(this::haveAllExited)) {
            return;
        }
        waitsFor("the removal of what belonged to workers");
        launcher.close();
        lock.change(() -> life.transitionTo(PoolState.CLOSED));
        closed.countDown();
        role.wakeAll();
        waitsFor("the thread that reads");
        closeReader();
        LOG.log(Level.DEBUG, "{0}: the shutdown is complete", life.name().subject());
    }

    private boolean haveAllExited() {
        return life.state() == PoolState.STOPPING && exits.isEmpty() && rooms.workers.roster.allExited();
    }

    /** Closes the reader once no thread has the role: a thread that has it leaves, as the pool is closed. */
    private void closeReader() {
        long end = Times.in(LEAVE_NANOS);
        while (!role.tryTake()) {
            if (end - System.nanoTime() <= 0) {
                LOG.log(Level.WARNING, "a thread still reads the events of a closed pool; its selector stays open");
                return;
            }
            reader.wakeup();
            LockSupport.parkNanos(LEAVE_LOOK_NANOS);
        }
        try {
            reader.close();
        } finally {
            role.release();
        }
    }

    private static void waitsFor(String what, Object... arguments) {
        LOG.log(Level.DEBUG, "shutdown: waits for " + what, arguments);
    }
}
