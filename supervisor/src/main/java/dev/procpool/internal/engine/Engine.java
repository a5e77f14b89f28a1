package dev.procpool.internal.engine;

import dev.procpool.ExitReport;
import dev.procpool.PoolBrokenException;
import dev.procpool.PoolStats;
import dev.procpool.WorkerInfo;
import dev.procpool.internal.launch.WorkerLauncher;
import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.internal.launch.WorkerProcess;
import dev.procpool.internal.pool.Backend;
import dev.procpool.internal.pool.Batch;
import dev.procpool.internal.pool.Call;
import dev.procpool.internal.pool.Settlement;
import dev.procpool.internal.threads.DaemonThreads;
import dev.procpool.protocol.Event;
import dev.procpool.protocol.Event.Hello;
import dev.procpool.protocol.Event.ItemsDone;
import dev.procpool.protocol.ProtocolException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All state of a pool of worker processes, behind one short lock. Thread-safe.
 *
 * <p>Under the lock there is bookkeeping only: no user code, no codec, no callback, nothing that blocks. What has to happen
 * because of a change - waking waiters, killing, spawning, removing directories - is noted in {@link Changes} and carried out
 * once the lock is free. Anything thrown under the lock breaks the pool loudly, with that as its cause.
 *
 * <p>Events are read by the holder of the {@link ReaderRole}: a caller that waits for its result reads for all; when nobody
 * waits, the engine's own thread does, which also owns the deadlines.
 */
public final class Engine implements Backend {

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());

    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition readiness = lock.newCondition();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReaderRole role = new ReaderRole();
    private final EventReader reader = new EventReader(new ReaderSink());
    private final WorkerLauncher launcher;
    private final Thread background;

    // Guarded by the lock.
    private final Changes changes = new Changes();
    private final Workforce workforce;
    private final Deque<Worker> exits = new ArrayDeque<>();
    private PoolState state = PoolState.RUNNING;
    private Throwable brokenBy;

    /** Whether somebody has to read events. Written under the lock. */
    private volatile boolean attention;

    private volatile boolean exitNews;

    private volatile long nextDeadlineNanos = System.nanoTime() + LONGEST_SLEEP_NANOS;

    /** What the engine needs from its surroundings. */
    public interface Launching {

        /** Makes the launcher that reports to this listener. */
        WorkerLauncher launcher(WorkerLauncher.Listener listener);
    }

    public Engine(int processes, long startTimeoutNanos, long stopTimeoutNanos, Launching launching) {
        this.launcher = launching.launcher(new LauncherNews());
        this.workforce =
                new Workforce(processes, startTimeoutNanos, stopTimeoutNanos, changes, launcher, this::wakeBackground);
        this.background = DaemonThreads.start("procpool-engine", this::attendUnattended);
        role.setBackground(background);
    }

    /** Spawns the workers; called once. */
    public void start() {
        change(workforce::start);
        LockSupport.unpark(background);
    }

    // ---- the lock

    private void lock() {
        lock.lock();
    }

    /** Ends a change: assigns what can be assigned, lets go of the lock, and carries out the consequences. */
    private void unlock() {
        List<Runnable> taken;
        boolean anySettled;
        boolean interrupted = Thread.interrupted(); // a queue must not be written by an interrupted thread
        try {
            try {
                workforce.assign();
                stopWhenDrained();
            } catch (Throwable e) {
                breakBy(e);
            }
            attention = workforce.owesEvents() || !exits.isEmpty();
            nextDeadlineNanos = workforce.nextDeadline(System.nanoTime() + LONGEST_SLEEP_NANOS);
            anySettled = changes.anySettled();
            taken = changes.take();
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        Changes.carryOut(taken);
        if (anySettled && !role.isMine()) {
            reader.wakeup(); // the reader itself may be waiting for one of these
        }
    }

    /** Makes a change under the lock. */
    private void change(Runnable change) {
        lock();
        try {
            change.run();
        } catch (Throwable e) {
            breakBy(e);
        } finally {
            unlock();
        }
    }

    private void transitionTo(PoolState next) {
        if (state.mayBecome(next)) {
            LOG.log(Level.DEBUG, "pool: {0} -> {1}", state, next);
            state = next;
            readiness.signalAll();
        }
    }

    // ---- submitting and waiting

    @Override
    public boolean encodes() {
        return true;
    }

    @Override
    public int size() {
        return workforce.size();
    }

    @Override
    public void submit(Batch batch) {
        StackProbe.requireRoom();
        lock();
        RuntimeException refusal = null;
        try {
            refusal = refusal();
            if (refusal == null) {
                workforce.add(batch);
            }
        } catch (Throwable e) {
            breakBy(e);
        } finally {
            unlock();
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    private RuntimeException refusal() {
        if (brokenBy != null) {
            return brokenException();
        }
        return state == PoolState.RUNNING
                ? null
                : new IllegalStateException("the pool was shut down (" + workforce.stats() + ")");
    }

    private PoolBrokenException brokenException() {
        return new PoolBrokenException("the pool is broken: " + brokenBy.getMessage(), brokenBy);
    }

    @Override
    public void requireOpen() {
        lock();
        RuntimeException refusal;
        try {
            refusal = refusal();
        } finally {
            unlock();
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    @Override
    public void attend() {
        if (attention && role.isFree()) {
            role.wakeSuccessor();
        }
    }

    @Override
    public void nudge() {
        reader.wakeup();
    }

    @Override
    public boolean await(Call call, long deadlineNanos) throws InterruptedException {
        if (call.isReady()) {
            return true;
        }
        StackProbe.requireRoom();
        boolean mayLead = !VirtualThreads.isCurrent();
        try {
            while (!call.isReady()) {
                if (closed.getCount() == 0) {
                    return call.isReady();
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                if (mayLead && role.tryTake()) {
                    try {
                        lead(call, deadlineNanos);
                    } finally {
                        role.release();
                    }
                } else {
                    if (mayLead && role.wantFromBackground()) {
                        reader.wakeup();
                    }
                    role.follow(call, left, mayLead);
                }
            }
            return true;
        } finally {
            attend();
        }
    }

    private void lead(Call call, long deadlineNanos) {
        reader.begin();
        while (!call.isReady()
                && closed.getCount() > 0
                && !Thread.currentThread().isInterrupted()) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return;
            }
            reader.step(left);
        }
    }

    // ---- the background thread

    private void attendUnattended() {
        while (closed.getCount() > 0) {
            try {
                expireDeadlines();
                finishClosing();
                if (attention && role.tryTake()) {
                    try {
                        leadUnattended();
                    } finally {
                        role.release();
                        attend();
                    }
                } else if (closed.getCount() > 0) {
                    LockSupport.parkNanos(this, nanosToNextDeadline());
                }
            } catch (Throwable e) {
                change(() -> breakBy(e));
            }
        }
    }

    private void leadUnattended() {
        reader.begin();
        while (attention && !role.isWanted()) {
            reader.step(nanosToNextDeadline());
            expireDeadlines();
        }
    }

    private long nanosToNextDeadline() {
        return Math.max(1, nextDeadlineNanos - System.nanoTime());
    }

    private void expireDeadlines() {
        if (nextDeadlineNanos - System.nanoTime() > 0) {
            return;
        }
        change(workforce::expire);
    }

    private void finishClosing() {
        lock.lock();
        try {
            boolean over = state == PoolState.STOPPING && exits.isEmpty() && workforce.allExited();
            if (!over) {
                return;
            }
        } finally {
            lock.unlock();
        }
        launcher.close();
        change(() -> transitionTo(PoolState.CLOSED));
        closed.countDown();
        reader.wakeup();
        role.wakeAll();
    }

    // ---- events

    private final class ReaderSink implements EventReader.Sink {

        @Override
        public void events(Worker worker, List<Event> events) {
            lock();
            try {
                for (Event event : events) {
                    if (event instanceof ItemsDone done) {
                        workforce.settle(worker, done);
                    } else if (event instanceof Hello hello) {
                        workforce.greet(worker, hello);
                        readiness.signalAll();
                    }
                }
            } catch (ProtocolException e) {
                worker.unreadable = true;
                workforce.kill(worker, "broke the protocol: " + e.getMessage());
            } catch (Throwable e) {
                breakBy(e);
            } finally {
                unlock();
            }
        }

        @Override
        public void broken(Worker worker, Throwable cause) {
            LOG.log(Level.ERROR, worker + ": its events cannot be read", cause);
            change(() -> workforce.kill(worker, "broke the protocol: " + cause.getMessage()));
        }

        @Override
        public boolean decideExits() {
            if (!exitNews) {
                return false;
            }
            for (Worker worker; (worker = nextExit()) != null; ) {
                Worker exited = worker;
                if (exited.link != null) {
                    reader.drain(exited);
                    exited.unreadable = true;
                    reader.detach(exited);
                }
                change(() -> workforce.decide(exited, ended()).ifPresent(Engine.this::breakBy));
            }
            return true;
        }

        private Worker nextExit() {
            lock.lock();
            try {
                Worker next = exits.poll();
                exitNews = !exits.isEmpty();
                return next;
            } finally {
                lock.unlock();
            }
        }
    }

    private void wakeBackground() {
        reader.wakeup();
        LockSupport.unpark(background);
    }

    // ---- news from the launcher

    private final class LauncherNews implements WorkerLauncher.Listener {

        @Override
        public void spawned(WorkerProcess process) {
            change(() -> {
                Worker worker = workforce.worker(process.workerId());
                if (worker.incarnation != process.incarnation()) {
                    return; // it has exited and been replaced already
                }
                worker.process = process;
                if (worker.state() == WorkerState.STOPPING) {
                    changes.then(process::kill);
                }
            });
        }

        @Override
        public void attached(WorkerProcess process, WorkerLink link) {
            change(() -> {
                Worker worker = workforce.worker(process.workerId());
                if (worker.incarnation == process.incarnation() && worker.isAlive()) {
                    worker.link = link;
                    reader.attach(worker);
                    changes.then(Engine.this::wakeBackground);
                } else {
                    changes.then(() -> launcher.dispose(process.workerId(), process.incarnation(), link));
                }
            });
            attend();
        }

        @Override
        public void launchFailed(int workerId, int incarnation, Throwable cause) {
            change(() -> {
                Worker worker = workforce.worker(workerId);
                if (worker.process == null && worker.incarnation == incarnation && worker.isAlive()) {
                    worker.transitionTo(WorkerState.EXITED, "could not be started");
                    changes.then(() -> launcher.dispose(workerId, incarnation, null));
                }
                breakBy(cause);
                changes.then(Engine.this::wakeBackground);
            });
        }

        @Override
        public void exited(WorkerProcess process, ExitReport report) {
            change(() -> {
                Worker worker = workforce.worker(process.workerId());
                worker.process = process;
                worker.exit = report;
                exits.add(worker);
                exitNews = true;
                changes.then(Engine.this::wakeBackground);
            });
            attend();
        }
    }

    // ---- cancelling

    @Override
    public void cancel(Call call, Running running) {
        call.markCancelled();
        change(() -> {
            Settlement.Why why = () -> new CancellationException("task " + call.id() + " was cancelled");
            workforce.cancel(call, running, why);
        });
    }

    @Override
    public void finished(Call call) {
        if (call.function().shared()) {
            return;
        }
        lock.lock();
        try {
            workforce.forget(call.function().id());
        } finally {
            lock.unlock();
        }
    }

    // ---- ending

    /** Gives up: fails everything with the first cause and kills the workers. Under the lock. */
    private void breakBy(Throwable cause) {
        if (brokenBy != null || state == PoolState.STOPPING || state == PoolState.CLOSED) {
            return;
        }
        LOG.log(Level.ERROR, "the pool is broken: " + cause.getMessage());
        brokenBy = cause;
        stopAll(this::brokenException);
    }

    private void stopAll(Settlement.Why why) {
        transitionTo(PoolState.STOPPING);
        workforce.stopAll(why);
    }

    /** Why nothing runs any more, if that is so. */
    private Optional<Settlement.Why> ended() {
        if (state != PoolState.STOPPING) {
            return Optional.empty();
        }
        return Optional.of(
                brokenBy == null ? () -> new CancellationException("the pool was terminated") : this::brokenException);
    }

    @Override
    public void shutdown() {
        change(() -> transitionTo(PoolState.DRAINING));
    }

    private void stopWhenDrained() {
        if (state == PoolState.DRAINING && !workforce.hasItems()) {
            transitionTo(PoolState.STOPPING);
            workforce.askToLeave();
        }
    }

    @Override
    public void terminate() {
        change(() -> {
            if (state == PoolState.RUNNING || state == PoolState.DRAINING) {
                stopAll(() -> new CancellationException("the pool was terminated"));
            } else {
                workforce.killAll();
            }
        });
    }

    @Override
    public boolean join(long deadlineNanos) throws InterruptedException {
        return closed.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean awaitReady(long deadlineNanos) throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                RuntimeException refusal = refusal();
                if (refusal != null) {
                    throw refusal;
                }
                if (workforce.allReady()) {
                    return true;
                }
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                readiness.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isShutdown() {
        lock.lock();
        try {
            return state != PoolState.RUNNING;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<WorkerInfo> workers() {
        lock.lock();
        try {
            return workforce.infos();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public PoolStats stats() {
        lock.lock();
        try {
            return workforce.stats();
        } finally {
            lock.unlock();
        }
    }
}
