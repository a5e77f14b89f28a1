package dev.procpool.internal.engine;

import dev.procpool.ExitReport;
import dev.procpool.PoolBrokenException;
import dev.procpool.PoolStats;
import dev.procpool.WorkerInfo;
import dev.procpool.WorkerStartException;
import dev.procpool.internal.launch.WorkerLauncher;
import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.internal.launch.WorkerProcess;
import dev.procpool.internal.pool.Backend;
import dev.procpool.internal.pool.Batch;
import dev.procpool.internal.pool.Call;
import dev.procpool.internal.pool.Settlement;
import dev.procpool.internal.threads.DaemonThreads;
import dev.procpool.protocol.Command.Stop;
import dev.procpool.protocol.Event;
import dev.procpool.protocol.Event.Hello;
import dev.procpool.protocol.Event.ItemsDone;
import dev.procpool.protocol.ItemResult;
import dev.procpool.protocol.MessageFrame;
import dev.procpool.protocol.PayloadReader;
import dev.procpool.protocol.ProtocolException;
import dev.procpool.protocol.Slice;
import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.codec.Codecs;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
 * because of a change - waking waiters, killing, spawning, removing directories - is noted as a consequence and carried out
 * once the lock is free. Anything thrown under the lock breaks the pool loudly, with that as its cause.
 *
 * <p>Events are read by the holder of the {@link ReaderRole}: a caller that waits for its result reads for all; when nobody
 * waits, the engine's own thread does, which also owns the deadlines.
 */
public final class Engine implements Backend {

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());

    private static final long KILL_AFTER_TERM_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int FUTILE_DEATHS_PER_WORKER = 3;
    private static final int FUTILE_DEATHS_AT_LEAST = 5;
    private static final int SHOWN_ERROR_LINES = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition readiness = lock.newCondition();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReaderRole role = new ReaderRole();
    private final EventReader reader = new EventReader(new ReaderSink());
    private final WorkerLauncher launcher;
    private final Thread background;
    private final long startTimeoutNanos;
    private final long stopTimeoutNanos;

    // Guarded by the lock.
    private final Worker[] workers;
    private final Dispatcher dispatcher;
    private final RunTimes runTimes = new RunTimes();
    private final RestartBudget budget;
    private final Deque<Worker> exits = new ArrayDeque<>();
    private PoolState state = PoolState.RUNNING;
    private Throwable brokenBy;
    private boolean anyWasReady;
    private long sentItems;
    private long settledItems;
    private long deaths;
    private List<Runnable> consequences = new ArrayList<>();
    private final Set<Call> touched = new LinkedHashSet<>();

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
        this.startTimeoutNanos = startTimeoutNanos;
        this.stopTimeoutNanos = stopTimeoutNanos;
        this.workers = new Worker[processes];
        this.dispatcher = new Dispatcher(workers, runTimes);
        this.budget = new RestartBudget(Math.max(FUTILE_DEATHS_AT_LEAST, FUTILE_DEATHS_PER_WORKER * processes));
        this.launcher = launching.launcher(new LauncherNews());
        long now = System.nanoTime();
        for (int i = 0; i < processes; i++) {
            workers[i] = new Worker(i + 1, 1, now);
        }
        this.background = DaemonThreads.start("procpool-engine", this::attendUnattended);
        role.setBackground(background);
    }

    /** Spawns the workers; called once. */
    public void start() {
        change(() -> {
            for (Worker worker : workers) {
                consequences.add(() -> launcher.launch(worker.id, worker.incarnation));
            }
        });
        LockSupport.unpark(background);
    }

    // ---- the lock

    private void lock() {
        lock.lock();
    }

    /** Ends a change: assigns what can be assigned, lets go of the lock, and carries out the consequences. */
    private void unlock() {
        List<Runnable> todo;
        List<Call> signals;
        try {
            try {
                sentItems += dispatcher.assign(System.nanoTime());
                stopWhenDrained();
            } catch (Throwable e) {
                breakBy(e);
            }
            lookAhead();
            todo = consequences;
            consequences = todo.isEmpty() ? todo : new ArrayList<>();
            signals = touched.isEmpty() ? List.of() : List.copyOf(touched);
            touched.clear();
        } finally {
            lock.unlock();
        }
        for (Call call : signals) {
            carryOut(call::signal);
        }
        if (!signals.isEmpty() && !role.isMine()) {
            reader.wakeup(); // the reader itself may be waiting for one of these
        }
        if (!todo.isEmpty()) {
            todo.forEach(Engine::carryOut);
        }
    }

    private static void carryOut(Runnable consequence) {
        try {
            consequence.run();
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "procpool: a consequence of a change failed", e);
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

    /** Notes for everyone whether somebody has to read, and when the next deadline is. */
    private void lookAhead() {
        boolean starting = false;
        long now = System.nanoTime();
        long next = now + LONGEST_SLEEP_NANOS;
        for (Worker worker : workers) {
            if (worker.state() == WorkerState.STARTING) {
                starting = true;
                next = earlier(next, worker.bornNanos + startTimeoutNanos);
            } else if (worker.state() == WorkerState.STOPPING) {
                next = earlier(next, worker.stopDeadlineNanos);
            }
        }
        attention = sentItems > 0 || !exits.isEmpty() || starting;
        nextDeadlineNanos = next;
    }

    private static long earlier(long one, long other) {
        return one - other <= 0 ? one : other;
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
        return workers.length;
    }

    @Override
    public void submit(Batch batch) {
        StackProbe.requireRoom();
        boolean interrupted = Thread.interrupted(); // a queue must not be written by an interrupted thread
        try {
            lock();
            RuntimeException refusal = null;
            try {
                refusal = refusal();
                if (refusal == null) {
                    dispatcher.add(PendingItems.of(batch, System.nanoTime()));
                }
            } catch (Throwable e) {
                breakBy(e);
            } finally {
                unlock();
            }
            if (refusal != null) {
                throw refusal;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private RuntimeException refusal() {
        if (brokenBy != null) {
            return brokenException();
        }
        return state == PoolState.RUNNING
                ? null
                : new IllegalStateException("the pool was shut down (" + statsNow() + ")");
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
        change(() -> {
            long now = System.nanoTime();
            for (Worker worker : workers) {
                if (worker.state() == WorkerState.STARTING && now - worker.bornNanos >= startTimeoutNanos) {
                    kill(worker, "was not ready within " + TimeUnit.NANOSECONDS.toMillis(startTimeoutNanos) + " ms");
                } else if (worker.state() == WorkerState.STOPPING && now - worker.stopDeadlineNanos >= 0) {
                    escalate(worker, now);
                }
            }
        });
    }

    /** Stop is ask, SIGTERM, SIGKILL, and wait for the exit; each step is bounded. */
    private void escalate(Worker worker, long now) {
        WorkerProcess process = worker.process;
        worker.stopDeadlineNanos = now + KILL_AFTER_TERM_NANOS;
        if (process != null) {
            boolean first = worker.stopSignals++ == 0;
            LOG.log(Level.WARNING, "{0} did not leave in time: {1}", worker, first ? "SIGTERM" : "SIGKILL");
            consequences.add(first ? process::terminate : process::kill);
        }
    }

    private void finishClosing() {
        lock.lock();
        try {
            boolean over = state == PoolState.STOPPING
                    && exits.isEmpty()
                    && Arrays.stream(workers).noneMatch(Worker::isAlive);
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
                        settle(worker, done);
                    } else if (event instanceof Hello hello) {
                        greet(worker, hello);
                    }
                }
            } catch (ProtocolException e) {
                worker.unreadable = true;
                kill(worker, "broke the protocol: " + e.getMessage());
            } catch (Throwable e) {
                breakBy(e);
            } finally {
                unlock();
            }
        }

        @Override
        public void broken(Worker worker, Throwable cause) {
            LOG.log(Level.ERROR, worker + ": its events cannot be read", cause);
            change(() -> kill(worker, "broke the protocol: " + cause.getMessage()));
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
                change(() -> decide(exited));
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

    private void greet(Worker worker, Hello hello) {
        if (worker.state() != WorkerState.STARTING) {
            return;
        }
        if (hello.protocolVersion() != MessageFrame.PROTOCOL_VERSION
                || hello.codecFingerprint() != Codecs.fingerprint()) {
            kill(worker, "speaks another version of the protocol");
            return;
        }
        worker.transitionTo(WorkerState.IDLE, "said hello");
        anyWasReady = true;
        readiness.signalAll();
    }

    private void settle(Worker worker, ItemsDone done) {
        PayloadReader results = done.results().reader();
        int left = done.count();
        long ordinal = done.firstOrdinal();
        while (left > 0) {
            Assignment current = worker.held.peekFirst();
            long expected = current == null
                    ? -1
                    : current.firstOrdinal()
                            + current.nextItem()
                            - current.chunk().from();
            if (ordinal != expected) {
                throw new ProtocolException("results of item " + ordinal + " where " + expected + " was expected");
            }
            int count = Math.min(left, current.unsettled());
            int start = results.position();
            for (int i = 0; i < count; i++) {
                ItemResult.read(results);
            }
            Call call = current.chunk().batch().call();
            if (!current.isDropped()) {
                call.settle(new Settlement.Encoded(
                        current.chunk().batch().firstIndex() + current.nextItem(),
                        count,
                        new Slice(results.array(), start, results.position() - start),
                        worker.id,
                        worker.pid(),
                        current.chunk().attempt(),
                        current.queuedNanos()));
                touched.add(call);
                settledItems += count;
            }
            runTimes.record(call.function().id(), count, Math.max(1, done.runNanos() / done.count()) * count);
            current.settle(count);
            if (current.isDone()) {
                worker.held.removeFirst();
                stopWhatMustNotRun(worker);
            }
            sentItems -= count;
            left -= count;
            ordinal += count;
        }
        worker.itemsDone += done.count();
        budget.restore();
        if (worker.held.isEmpty() && worker.state() == WorkerState.BUSY) {
            worker.transitionTo(WorkerState.IDLE, "has settled everything");
        }
    }

    // ---- deaths

    /** Exit, drain, decide: blames the item that was running, and gives the others back. */
    private void decide(Worker worker) {
        ExitReport report = worker.exit;
        worker.transitionTo(WorkerState.EXITED, report == null ? "was not started" : report.describe());
        long running = worker.link == null
                ? NowRunning.NONE
                : worker.link.words().nowRunning().get();
        List<PendingItems> again = new ArrayList<>();
        boolean blamed = false;
        for (Assignment held : worker.held) {
            sentItems -= held.unsettled();
            if (held.isDropped()) {
                blamed |= held.contains(running);
                continue;
            }
            Chunk chunk = held.chunk();
            int next = held.nextItem();
            int guilty = held.contains(running) ? chunk.from() + (int) (running - held.firstOrdinal()) : -1;
            if (guilty < next) {
                again.add(PendingItems.again(chunk, next, chunk.to(), chunk.attempt()));
                continue;
            }
            blamed = true;
            blame(worker, held, chunk.batch().firstIndex() + guilty);
            if (guilty > next) {
                again.add(PendingItems.again(chunk, next, guilty, chunk.attempt()));
            }
            if (guilty + 1 < chunk.to()) {
                again.add(PendingItems.again(chunk, guilty + 1, chunk.to(), chunk.attempt()));
            }
        }
        worker.held.clear();
        WorkerLink link = worker.link;
        consequences.add(() -> launcher.dispose(worker.id, worker.incarnation, link));
        if (state == PoolState.STOPPING) {
            again.forEach(items -> giveUp(items, stoppedWhy()));
            wakeBackground();
            return;
        }
        dispatcher.addFirst(again);
        replace(worker, blamed);
    }

    private void blame(Worker worker, Assignment held, long index) {
        Call call = held.chunk().batch().call();
        ExitReport report = worker.exit;
        String why = worker.stopReason == null ? report.describe() : worker.stopReason + " and was killed";
        String message = worker + " " + why + " while running item " + index + " of task " + call.id()
                + lastWords(report) + " (pool: " + statsNow() + ")";
        call.settle(new Settlement.Direct(
                index,
                null,
                Deaths.exception(message, index, report),
                worker.id,
                worker.pid(),
                held.chunk().attempt(),
                held.queuedNanos(),
                0));
        touched.add(call);
        settledItems++;
    }

    private static String lastWords(ExitReport report) {
        List<String> lines = report.lastErrorLines();
        if (lines.isEmpty()) {
            return "";
        }
        List<String> shown = lines.subList(Math.max(0, lines.size() - SHOWN_ERROR_LINES), lines.size());
        return "; its last words:\n    " + String.join("\n    ", shown) + "\n";
    }

    private void replace(Worker worker, boolean blamed) {
        boolean unasked = worker.stopReason == null;
        if (unasked) {
            deaths++;
            LOG.log(Level.DEBUG, "{0} {1}", worker, worker.exit.describe());
        }
        if (!blamed && !worker.stoppedOnPurpose) {
            String why = worker.stopReason == null ? worker.exit.describe() : worker.stopReason;
            if (!anyWasReady || !budget.spend()) {
                breakBy(new WorkerStartException(
                        worker + " " + why + (anyWasReady ? ", as others before it" : " before it was ready")
                                + lastWords(worker.exit),
                        worker.exit));
                return;
            }
        }
        long now = System.nanoTime();
        Worker next = new Worker(worker.id, worker.incarnation + 1, now);
        workers[worker.id - 1] = next;
        consequences.add(() -> launcher.launch(next.id, next.incarnation));
    }

    /** Stops a worker by force; what it was running is decided when it has exited. */
    private void kill(Worker worker, String reason) {
        if (!worker.isAlive()) {
            return;
        }
        if (worker.stopReason == null) {
            worker.stopReason = reason;
        }
        if (worker.state() != WorkerState.STOPPING) {
            worker.transitionTo(WorkerState.STOPPING, reason);
        }
        worker.stopSignals = 1;
        worker.stopDeadlineNanos = System.nanoTime() + KILL_AFTER_TERM_NANOS;
        WorkerProcess process = worker.process;
        if (process != null) {
            consequences.add(process::kill);
        }
        wakeBackground();
    }

    private void wakeBackground() {
        consequences.add(() -> {
            reader.wakeup();
            LockSupport.unpark(background);
        });
    }

    // ---- news from the launcher

    private final class LauncherNews implements WorkerLauncher.Listener {

        @Override
        public void spawned(WorkerProcess process) {
            change(() -> {
                Worker worker = workers[process.workerId() - 1];
                if (worker.incarnation != process.incarnation()) {
                    return; // it has exited and been replaced already
                }
                worker.process = process;
                if (worker.state() == WorkerState.STOPPING) {
                    consequences.add(process::kill);
                }
            });
        }

        @Override
        public void attached(WorkerProcess process, WorkerLink link) {
            change(() -> {
                Worker worker = workers[process.workerId() - 1];
                if (worker.incarnation == process.incarnation() && worker.isAlive()) {
                    worker.link = link;
                    reader.attach(worker);
                    wakeBackground();
                } else {
                    consequences.add(() -> launcher.dispose(process.workerId(), process.incarnation(), link));
                }
            });
            attend();
        }

        @Override
        public void launchFailed(int workerId, int incarnation, Throwable cause) {
            change(() -> {
                Worker worker = workers[workerId - 1];
                if (worker.process == null && worker.incarnation == incarnation && worker.isAlive()) {
                    worker.transitionTo(WorkerState.EXITED, "could not be started");
                    consequences.add(() -> launcher.dispose(workerId, incarnation, null));
                }
                breakBy(cause);
                wakeBackground();
            });
        }

        @Override
        public void exited(WorkerProcess process, ExitReport report) {
            change(() -> {
                Worker worker = workers[process.workerId() - 1];
                worker.process = process;
                worker.exit = report;
                exits.add(worker);
                exitNews = true;
                wakeBackground();
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
            dispatcher.removeAll(call, items -> giveUp(items, why));
            for (Worker worker : workers) {
                dropHeld(worker, call, running, why);
                stopWhatMustNotRun(worker);
            }
        });
    }

    /** Kills a worker that runs, or is about to run, what was cancelled. */
    private void stopWhatMustNotRun(Worker worker) {
        Assignment head = worker.held.peekFirst();
        if (head != null && head.mustNotRun()) {
            worker.stoppedOnPurpose = true;
            kill(worker, "ran task " + head.chunk().batch().call().id() + ", which was cancelled,");
        }
    }

    private void dropHeld(Worker worker, Call call, Running running, Settlement.Why why) {
        for (Assignment held : worker.held) {
            Chunk chunk = held.chunk();
            if (!held.isDropped() && (call == null || chunk.batch().call() == call)) {
                held.drop(running);
                giveUp(chunk.batch(), held.nextItem(), held.unsettled(), why);
            }
        }
    }

    private void giveUp(PendingItems items, Settlement.Why why) {
        giveUp(items.batch(), items.from(), items.count(), why);
    }

    private void giveUp(Batch batch, int from, int count, Settlement.Why why) {
        batch.call().settle(new Settlement.Cancelled(batch.firstIndex() + from, count, why));
        touched.add(batch.call());
        settledItems += count;
    }

    @Override
    public void finished(Call call) {
        if (call.function().shared()) {
            return;
        }
        lock.lock();
        try {
            long functionId = call.function().id();
            runTimes.forget(functionId);
            for (Worker worker : workers) {
                if (worker.knownFunctions.remove(functionId)) {
                    worker.functionsToForget.add(functionId);
                }
            }
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
        dispatcher.removeAll(null, items -> giveUp(items, why));
        for (Worker worker : workers) {
            dropHeld(worker, null, Running.IS_STOPPED, why);
            kill(worker, "was stopped with its pool");
        }
        wakeBackground();
    }

    private Settlement.Why stoppedWhy() {
        return brokenBy == null ? () -> new CancellationException("the pool was terminated") : this::brokenException;
    }

    @Override
    public void shutdown() {
        change(() -> transitionTo(PoolState.DRAINING));
    }

    private void stopWhenDrained() {
        if (state != PoolState.DRAINING || dispatcher.pendingItems() > 0 || sentItems > 0) {
            return;
        }
        transitionTo(PoolState.STOPPING);
        for (Worker worker : workers) {
            if (worker.state() == WorkerState.STARTING) {
                kill(worker, "was not needed any more");
            } else if (worker.state().takesItems()) {
                worker.stopReason = "was asked to leave";
                worker.transitionTo(WorkerState.STOPPING, worker.stopReason);
                worker.stopDeadlineNanos = System.nanoTime() + stopTimeoutNanos;
                dispatcher.send(worker, new Stop());
            }
        }
        wakeBackground();
    }

    @Override
    public void terminate() {
        change(() -> {
            if (state == PoolState.RUNNING || state == PoolState.DRAINING) {
                stopAll(() -> new CancellationException("the pool was terminated"));
            } else {
                for (Worker worker : workers) {
                    kill(worker, "was stopped with its pool");
                }
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
                if (Arrays.stream(workers).allMatch(w -> w.state().takesItems())) {
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
        long now = System.nanoTime();
        lock.lock();
        try {
            return Arrays.stream(workers).map(w -> w.info(now)).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public PoolStats stats() {
        lock.lock();
        try {
            return statsNow();
        } finally {
            lock.unlock();
        }
    }

    private PoolStats statsNow() {
        int alive = 0;
        int busy = 0;
        for (Worker worker : workers) {
            alive += worker.isAlive() ? 1 : 0;
            busy += worker.state() == WorkerState.BUSY ? 1 : 0;
        }
        return new PoolStats(alive, busy, dispatcher.pendingItems(), sentItems, settledItems, deaths);
    }
}
