package dev.procpool.internal.engine;

import dev.procpool.ExitReport;
import dev.procpool.PoolBrokenException;
import dev.procpool.PoolConfig;
import dev.procpool.PoolException;
import dev.procpool.PoolStats;
import dev.procpool.WorkerInfo;
import dev.procpool.WorkerStartException;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.ListenerQueue;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.DaemonThreads;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.launch.WorkerLauncher;
import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.internal.launch.WorkerProcess;
import dev.procpool.protocol.message.Event;
import dev.procpool.protocol.message.Event.Hello;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.Event.Ready;
import dev.procpool.protocol.message.ProtocolException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * because of a change - waking waiters, killing, spawning, removing directories - is noted in {@link Consequences} and carried out
 * once the lock is free. Anything thrown under the lock breaks the pool loudly, with that as its cause.
 *
 * <p>Events are read by the holder of the {@link ReaderRole}: a caller that waits for its result reads for all; when nobody
 * waits, the engine's own thread does, which also owns the deadlines.
 */
public final class Engine implements Backend {

    private static final System.Logger LOG = Loggers.of(Engine.class);

    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long ROOM_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LEAVE_LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long MEMORY_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition readiness = lock.newCondition();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReaderRole role = new ReaderRole();
    private final EventReader reader = new EventReader(new ReaderSink());
    private final PoolConfig config;
    private final WorkerLauncher launcher;
    private final Thread background;

    // Guarded by the lock.
    private final Consequences changes = new Consequences();
    private final Observers observers;
    private final Ledger workforce;
    private final Roster staff;
    private final Condition room = lock.newCondition();
    private int waitingForRoom;
    private boolean interrupted;
    private final Deque<Worker> exits = new ArrayDeque<>();

    /** Whether the reader sleeps until workers have nothing left, as there was no more for them. */
    private boolean awaitsLast;

    private Throwable brokenBy;

    /** Written under the lock. */
    private volatile PoolState state = PoolState.RUNNING;

    /** Whether somebody has to read events. Written under the lock. */
    private volatile boolean attention;

    private volatile boolean exitNews;

    private volatile long nextDeadlineNanos = Times.NEVER;

    /** When the background thread looks at the deadlines again by itself. */
    private volatile long backgroundWakesNanos = System.nanoTime();

    /** When the memory of workers is looked at next. Confined to the background thread. */
    private long nextMemoryLookNanos = System.nanoTime();

    /** What the engine needs from its surroundings. */
    public interface Launching {

        /** Makes the launcher that reports to this listener. */
        WorkerLauncher launcher(WorkerLauncher.Listener listener);
    }

    /**
     * @param initializer what workers run first, encoded
     * @param listener who hears what happens
     */
    public Engine(
            PoolConfig config, Optional<byte[]> initializer, Optional<ListenerQueue> listener, Launching launching) {
        this.config = config;
        this.launcher = launching.launcher(new LauncherNews());
        this.observers = new Observers(listener, changes);
        this.workforce = new Ledger(
                config, initializer, changes, launcher, observers, this::killWithStack, this::wakeBackground);
        this.staff = workforce.staff();
        this.background = DaemonThreads.start("procpool-engine", this::attendUnattended);
        role.setBackground(background);
    }

    /** Spawns the workers; called once. */
    public void start() {
        change(staff::start);
        LockSupport.unpark(background);
    }

    // ---- the lock

    private void lock() {
        lock.lock();
        keepInterrupt();
    }

    /** A queue must not be written by an interrupted thread: its status is set again by {@link #unlock}. */
    private void keepInterrupt() {
        interrupted = Thread.interrupted();
    }

    private void restoreInterrupt() {
        if (interrupted) {
            interrupted = false;
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a change: assigns what can be assigned, lets go of the lock, and carries out the consequences. */
    private void unlock() {
        List<Runnable> taken;
        boolean anySettled;
        boolean hasMore;
        boolean wasInterrupted = interrupted;
        interrupted = false;
        try {
            try {
                workforce.assign(state == PoolState.RUNNING);
                stopWhenDrained();
            } catch (Throwable e) {
                breakBy(e);
            }
            attention = workforce.owesEvents() || !exits.isEmpty();
            reader.expectQuick(workforce.mayBeQuick());
            nextDeadlineNanos = workforce.nextDeadline();
            if (nextDeadlineNanos != Times.NEVER && nextDeadlineNanos - backgroundWakesNanos < 0) {
                backgroundWakesNanos = nextDeadlineNanos;
                changes.then(this::wakeBackground);
            }
            if (lock.hasWaiters(readiness)) {
                readiness.signalAll();
            }
            if (waitingForRoom > 0 && (hasRoom() || refusal() != null)) {
                room.signalAll();
            }
            anySettled = changes.anySettled();
            hasMore = awaitsLast && workforce.hasSendable();
            awaitsLast &= !hasMore;
            taken = changes.take();
        } finally {
            lock.unlock();
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
        Consequences.carryOut(taken);
        if ((anySettled || hasMore) && !role.isMine()) {
            reader.wakeup(); // the reader itself may be waiting for one of these, or for later results than it should
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
        }
    }

    // ---- submitting and waiting

    @Override
    public boolean encodes() {
        return true;
    }

    @Override
    public int size() {
        return staff.target();
    }

    @Override
    public void submit(Batch batch) {
        StackProbe.requireRoom();
        lock();
        RuntimeException refusal = null;
        try {
            refusal = refusal();
            if (refusal == null && !hasRoom()) {
                awaitRoom(batch.call());
                refusal = batch.call().isCancelled() ? null : refusal();
            }
            if (refusal == null) {
                workforce.add(batch);
            }
        } catch (CancellationException e) {
            refusal = e;
        } catch (Throwable e) {
            breakBy(e);
        } finally {
            unlock();
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    @Override
    public void offer(Source source) {
        changeWhileOpen(() -> workforce.offer(source));
    }

    private boolean hasRoom() {
        return workforce.pendingItems() < config.maxPending() && workforce.pendingBytes() < config.maxPendingBytes();
    }

    /**
     * Waits, without the lock, until less is pending: back-pressure. The results of others are read meanwhile. Looks now and
     * then whether the call has ended in another way, which frees nothing.
     */
    private void awaitRoom(Call call) {
        waitingForRoom++;
        restoreInterrupt();
        try {
            while (refusal() == null && !hasRoom() && !call.isCancelled() && !call.hasExpired()) {
                LockSupport.unpark(background);
                room.awaitNanos(ROOM_LOOK_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled =
                    new CancellationException("interrupted while waiting for room: " + workforce.stats());
            cancelled.initCause(e);
            throw cancelled;
        } finally {
            waitingForRoom--;
            keepInterrupt();
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
        if (state == PoolState.RUNNING) {
            return; // whatever is submitted next looks again, under the lock
        }
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
        return awaitSubmitted(call, deadlineNanos);
    }

    @Override
    public boolean awaitSubmitted(Call call, long deadlineNanos) throws InterruptedException {
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
                    if (!mayLead) {
                        attend(); // it never reads itself, so somebody has to
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
                breakBecause(e);
            }
        }
    }

    /** Breaks the pool. The thread that owns the deadlines survives whatever goes wrong with that. */
    private void breakBecause(Throwable cause) {
        try {
            change(() -> breakBy(cause));
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "the pool cannot be broken as it should", e);
            LockSupport.parkNanos(LEAVE_LOOK_NANOS);
        }
    }

    private void leadUnattended() {
        reader.begin();
        while (attention && !role.isWanted()) {
            reader.step(nanosToNextDeadline());
            expireDeadlines();
        }
    }

    /** How long the background thread may sleep; from now on it is woken for anything earlier. */
    private long nanosToNextDeadline() {
        long now = System.nanoTime();
        long next = Times.earlier(nextDeadlineNanos, now + LONGEST_SLEEP_NANOS);
        if (limitsMemory()) {
            next = Times.earlier(next, nextMemoryLookNanos);
        }
        backgroundWakesNanos = next;
        // A deadline that was set between the two looks has seen the old time, which may have been a later one.
        next = Times.earlier(next, nextDeadlineNanos);
        return Math.max(1, next - now);
    }

    private void expireDeadlines() {
        long now = System.nanoTime();
        if (Times.isDue(nextDeadlineNanos, now)) {
            change(workforce::expire);
        }
        if (limitsMemory() && Times.isDue(nextMemoryLookNanos, now)) {
            nextMemoryLookNanos = now + MEMORY_LOOK_NANOS;
            limitMemory();
        }
    }

    private boolean limitsMemory() {
        return config.maxRss().isPresent() || config.softMaxRss().isPresent();
    }

    private void limitMemory() {
        Map<Worker, WorkerProcess> processes = new HashMap<>();
        change(() -> staff.workers().stream()
                .filter(w -> w.isWorking() && w.process != null)
                .forEach(w -> processes.put(w, w.process)));
        Map<Worker, Long> rss = new HashMap<>();
        processes.forEach((worker, process) -> rss.put(worker, process.residentBytes()));
        if (!rss.isEmpty()) {
            change(() -> workforce.limitMemory(config, rss));
        }
    }

    /** Kills a worker whose time is up, once it has said where it is, or has not. */
    private void killWithStack(Worker worker) {
        launcher.captureStack(
                worker.link,
                stack -> change(() -> {
                    worker.overdueStack = stack;
                    staff.kill(worker, StopCause.TIMEOUT, worker.stopReason);
                }));
    }

    private void finishClosing() {
        lock.lock();
        try {
            boolean over = state == PoolState.STOPPING && exits.isEmpty() && staff.allExited();
            if (!over) {
                return;
            }
        } finally {
            lock.unlock();
        }
        launcher.close();
        change(() -> transitionTo(PoolState.CLOSED));
        closed.countDown();
        role.wakeAll();
        closeReader();
    }

    /** Closes the reader once nobody is in it: who has the role leaves, as the engine is closed. */
    private void closeReader() {
        while (!role.tryTake()) {
            reader.wakeup();
            LockSupport.parkNanos(LEAVE_LOOK_NANOS);
        }
        try {
            reader.close();
        } finally {
            role.release();
        }
    }

    // ---- events

    private final class ReaderSink implements EventReader.Sink {

        @Override
        public void events(Worker worker, List<Event> events) {
            Optional<WorkerStartException> failure;
            try {
                failure = Initializers.failure(worker, events);
            } catch (RuntimeException e) {
                broken(worker, e);
                return;
            }
            lock();
            try {
                if (failure.isPresent()) {
                    workforce.requireInitializing(worker);
                    breakBy(failure.get());
                }
                for (Event event : events) {
                    if (event instanceof ItemsDone done) {
                        workforce.settle(worker, done);
                    } else if (event instanceof Hello hello) {
                        workforce.greet(worker, hello);
                    } else if (event instanceof Ready) {
                        workforce.initialized(worker);
                    }
                }
            } catch (ProtocolException e) {
                refuse(worker, e);
            } catch (Throwable e) {
                breakBy(e);
            } finally {
                unlock();
            }
        }

        @Override
        public void results(List<EventReader.Results> results) {
            lock();
            try {
                for (EventReader.Results each : results) {
                    settle(each.worker(), each.done());
                }
            } catch (Throwable e) {
                breakBy(e);
            } finally {
                unlock();
            }
        }

        /** What they are results of must not run again, as below. */
        @Override
        public void lost(Throwable cause) {
            breakBecause(cause);
        }

        private void settle(Worker worker, ItemsDone done) {
            if (worker.unreadable) {
                return; // what it sent before cannot be
            }
            try {
                workforce.settle(worker, done);
            } catch (ProtocolException e) {
                refuse(worker, e);
            }
        }

        private void refuse(Worker worker, ProtocolException cause) {
            worker.unreadable = true;
            staff.killForProtocol(worker, cause);
        }

        @Override
        public void broken(Worker worker, Throwable cause) {
            LOG.log(Level.ERROR, worker + ": its events cannot be read", cause);
            change(() -> staff.killForProtocol(worker, cause));
        }

        /** The results are lost, and what they are results of must not run again: nobody can go on. */
        @Override
        public void exhausted(Worker worker, OutOfMemoryError cause) {
            String heap = "-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m";
            PoolException lost = new PoolException(
                    "the supervisor (" + heap + ") has not enough memory to read what " + worker + " sent: "
                            + cause.getMessage(),
                    cause);
            breakBecause(lost);
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

        @Override
        public boolean awaitResults() {
            lock.lock();
            try {
                boolean patient = workforce.awaitResults();
                awaitsLast = patient && !workforce.hasSendable();
                return patient;
            } finally {
                lock.unlock();
            }
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
        public boolean isWanted(int workerId, int incarnation) {
            lock.lock();
            try {
                return staff.find(workerId, incarnation)
                        .filter(worker -> worker.state() == WorkerState.STARTING)
                        .isPresent();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void spawned(WorkerProcess process) {
            change(() -> find(process).ifPresent(worker -> {
                worker.process = process;
                worker.launchAtNanos = System.nanoTime();
                observers.started(worker);
                if (worker.state() == WorkerState.STOPPING) {
                    changes.then(process::kill);
                }
            }));
        }

        @Override
        public void attached(WorkerProcess process, WorkerLink link) {
            change(() -> {
                Optional<Worker> worker = find(process).filter(w -> w.isAlive() && w.exit == null);
                if (worker.isPresent()) {
                    worker.get().link = link;
                    reader.attach(worker.get());
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
                Optional<Worker> found = staff.find(workerId, incarnation).filter(Worker::isAlive);
                boolean wanted = found.filter(
                                w -> w.state() == WorkerState.STARTING || w.stopCause == StopCause.START_TIMEOUT)
                        .isPresent();
                if (found.isEmpty() || found.get().process == null) {
                    found.ifPresent(staff::notStarted);
                    changes.then(() -> launcher.dispose(workerId, incarnation, null));
                }
                if (wanted) {
                    breakBy(cause);
                } // else it was stopped, and what it needed to start may be gone already
                changes.then(Engine.this::wakeBackground);
            });
        }

        @Override
        public void exited(WorkerProcess process, ExitReport report) {
            change(() -> find(process).ifPresent(worker -> {
                worker.process = process;
                worker.exit = report;
                exits.add(worker);
                exitNews = true;
                changes.then(Engine.this::wakeBackground);
            }));
            attend();
        }

        private Optional<Worker> find(WorkerProcess process) {
            return staff.find(process.workerId(), process.incarnation());
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
        if (call.function().shared() && call.deadlineNanos() == Call.NO_LIMIT) {
            return;
        }
        lock.lock();
        try {
            workforce.forget(call);
        } finally {
            lock.unlock();
        }
    }

    // ---- other workers

    @Override
    public void restart(int workerId) {
        changeWhileOpen(() -> {
            List<Worker> found =
                    staff.workers().stream().filter(w -> w.id == workerId).toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("there is no worker " + workerId);
            }
            found.forEach(worker -> staff.replace(worker, "was to be restarted"));
        });
    }

    @Override
    public void restartAll() {
        changeWhileOpen(
                () -> List.copyOf(staff.workers()).forEach(worker -> staff.replace(worker, "was to be restarted")));
    }

    @Override
    public void resize(int size) {
        changeWhileOpen(() -> staff.resize(size));
    }

    /** Makes a change unless the pool was shut down; an argument that is refused is the caller's fault alone. */
    private void changeWhileOpen(Runnable change) {
        lock();
        RuntimeException refusal = null;
        try {
            refusal = refusal();
            if (refusal == null) {
                change.run();
            }
        } catch (IllegalArgumentException e) {
            refusal = e;
        } catch (Throwable e) {
            breakBy(e);
        } finally {
            unlock();
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    // ---- ending

    /** Gives up: fails everything with the first cause and kills the workers. Under the lock. */
    private void breakBy(Throwable cause) {
        if (brokenBy != null || state == PoolState.STOPPING || state == PoolState.CLOSED) {
            return;
        }
        brokenBy = cause;
        stopAll(this::brokenException);
        observers.broken(cause);
        LOG.log(Level.ERROR, "the pool is broken: {0}", cause.getMessage());
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
        change(() -> {
            if (state == PoolState.RUNNING) {
                workforce.takeOffers();
            }
            transitionTo(PoolState.DRAINING);
        });
    }

    private void stopWhenDrained() {
        if (state == PoolState.DRAINING && !workforce.hasItems()) {
            transitionTo(PoolState.STOPPING);
            staff.askAllToLeave();
        }
    }

    @Override
    public void terminate() {
        change(() -> {
            if (state == PoolState.RUNNING || state == PoolState.DRAINING) {
                stopAll(() -> new CancellationException("the pool was terminated"));
            } else {
                staff.killAll();
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
                if (staff.allReady()) {
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
        List<Worker> present;
        List<WorkerInfo> infos;
        lock.lock();
        try {
            present = List.copyOf(staff.workers());
            infos = workforce.infos();
        } finally {
            lock.unlock();
        }
        List<WorkerInfo> withMemory = new ArrayList<>(infos.size());
        for (int i = 0; i < infos.size(); i++) {
            WorkerProcess process = present.get(i).process;
            withMemory.add(infos.get(i).withRss(process == null ? 0 : process.residentBytes()));
        }
        return List.copyOf(withMemory);
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
