package dev.procpool.internal.engine;

import dev.procpool.ExitReport;
import dev.procpool.PoolStats;
import dev.procpool.WorkerInfo;
import dev.procpool.WorkerStartException;
import dev.procpool.internal.launch.WorkerLauncher;
import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.internal.launch.WorkerProcess;
import dev.procpool.internal.pool.Backend.Running;
import dev.procpool.internal.pool.Batch;
import dev.procpool.internal.pool.Call;
import dev.procpool.internal.pool.Settlement;
import dev.procpool.protocol.Command.Stop;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The workers of a pool, what they hold, and what becomes of it. Guarded by the engine lock: bookkeeping only, and what has
 * to happen outside of the lock is noted in {@link Changes}.
 */
final class Workforce {

    private static final System.Logger LOG = System.getLogger(Workforce.class.getName());

    private static final long KILL_AFTER_TERM_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int FUTILE_DEATHS_PER_WORKER = 3;
    private static final int FUTILE_DEATHS_AT_LEAST = 5;
    private static final int SHOWN_ERROR_LINES = 10;

    private final Worker[] workers;
    private final Dispatcher dispatcher;
    private final RunTimes runTimes = new RunTimes();
    private final RestartBudget budget;
    private final Changes changes;
    private final WorkerLauncher launcher;
    private final Runnable wakeEngine;
    private final long startTimeoutNanos;
    private final long stopTimeoutNanos;
    private boolean anyWasReady;
    private long sentItems;
    private long settledItems;
    private long deaths;

    /** @param wakeEngine makes the engine's own thread look again, outside of the lock */
    Workforce(
            int size,
            long startTimeoutNanos,
            long stopTimeoutNanos,
            Changes changes,
            WorkerLauncher launcher,
            Runnable wakeEngine) {
        this.workers = new Worker[size];
        this.dispatcher = new Dispatcher(workers, runTimes);
        this.budget = new RestartBudget(Math.max(FUTILE_DEATHS_AT_LEAST, FUTILE_DEATHS_PER_WORKER * size));
        this.startTimeoutNanos = startTimeoutNanos;
        this.stopTimeoutNanos = stopTimeoutNanos;
        this.changes = changes;
        this.launcher = launcher;
        this.wakeEngine = wakeEngine;
        long now = System.nanoTime();
        for (int i = 0; i < size; i++) {
            workers[i] = new Worker(i + 1, 1, now);
        }
    }

    /** Spawns the first incarnations. */
    void start() {
        for (Worker worker : workers) {
            changes.then(() -> launcher.launch(worker.id, worker.incarnation));
        }
    }

    int size() {
        return workers.length;
    }

    /** The present incarnation of a worker. */
    Worker worker(int id) {
        return workers[id - 1];
    }

    void add(Batch batch) {
        dispatcher.add(PendingItems.of(batch, System.nanoTime()));
    }

    /** Sends what may be sent. */
    void assign() {
        sentItems += dispatcher.assign(System.nanoTime());
    }

    boolean hasItems() {
        return sentItems > 0 || dispatcher.pendingItems() > 0;
    }

    /** Whether there are events to come that somebody has to read. */
    boolean owesEvents() {
        return sentItems > 0 || Arrays.stream(workers).anyMatch(w -> w.state() == WorkerState.STARTING);
    }

    boolean allReady() {
        return Arrays.stream(workers).allMatch(w -> w.state().takesItems());
    }

    boolean allExited() {
        return Arrays.stream(workers).noneMatch(Worker::isAlive);
    }

    List<WorkerInfo> infos() {
        long now = System.nanoTime();
        return Arrays.stream(workers).map(w -> w.info(now)).toList();
    }

    /** A worker is ready. */
    void greet(Worker worker, Hello hello) {
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
    }

    /**
     * Takes in results.
     *
     * @throws ProtocolException if they are not those that are due
     */
    void settle(Worker worker, ItemsDone done) {
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
                changes.settled(call);
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

    /**
     * After a worker's exit, once its events were read to the end: blames the item that was running, gives the others back,
     * and replaces the worker.
     *
     * @param ended why nothing runs any more, if the pool is ending
     * @return why the pool has to give up, if it has to
     */
    Optional<WorkerStartException> decide(Worker worker, Optional<Settlement.Why> ended) {
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
        changes.then(() -> launcher.dispose(worker.id, worker.incarnation, link));
        if (ended.isPresent()) {
            again.forEach(items -> giveUp(items, ended.get()));
            changes.then(wakeEngine);
            return Optional.empty();
        }
        dispatcher.addFirst(again);
        return replace(worker, blamed);
    }

    private void blame(Worker worker, Assignment held, long index) {
        Call call = held.chunk().batch().call();
        ExitReport report = worker.exit;
        String why = worker.stopReason == null ? report.describe() : worker.stopReason + " and was killed";
        String message = worker + " " + why + " while running item " + index + " of task " + call.id()
                + lastWords(report) + " (pool: " + stats() + ")";
        call.settle(new Settlement.Direct(
                index,
                null,
                Deaths.exception(message, index, report),
                worker.id,
                worker.pid(),
                held.chunk().attempt(),
                held.queuedNanos(),
                0));
        changes.settled(call);
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

    private Optional<WorkerStartException> replace(Worker worker, boolean blamed) {
        boolean unasked = worker.stopReason == null;
        if (unasked) {
            deaths++;
            LOG.log(Level.DEBUG, "{0} {1}", worker, worker.exit.describe());
        }
        if (!blamed && !worker.stoppedOnPurpose) {
            String why = worker.stopReason == null ? worker.exit.describe() : worker.stopReason;
            if (!anyWasReady || !budget.spend()) {
                return Optional.of(new WorkerStartException(
                        worker + " " + why + (anyWasReady ? ", as others before it" : " before it was ready")
                                + lastWords(worker.exit),
                        worker.exit));
            }
        }
        long now = System.nanoTime();
        Worker next = new Worker(worker.id, worker.incarnation + 1, now);
        workers[worker.id - 1] = next;
        changes.then(() -> launcher.launch(next.id, next.incarnation));
        return Optional.empty();
    }

    /** Stops a worker by force; what it was running is decided when it has exited. */
    void kill(Worker worker, String reason) {
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
            changes.then(process::kill);
        }
        changes.then(wakeEngine);
    }

    /** Stop is ask, SIGTERM, SIGKILL, and wait for the exit; each step is bounded. */
    private void escalate(Worker worker, long now) {
        WorkerProcess process = worker.process;
        worker.stopDeadlineNanos = now + KILL_AFTER_TERM_NANOS;
        if (process != null) {
            boolean first = worker.stopSignals++ == 0;
            LOG.log(Level.WARNING, "{0} did not leave in time: {1}", worker, first ? "SIGTERM" : "SIGKILL");
            changes.then(first ? process::terminate : process::kill);
        }
    }

    /** Kills a worker that runs, or is about to run, what was cancelled. */
    private void stopWhatMustNotRun(Worker worker) {
        Assignment head = worker.held.peekFirst();
        if (head != null && head.mustNotRun()) {
            worker.stoppedOnPurpose = true;
            kill(worker, "ran task " + head.chunk().batch().call().id() + ", which was cancelled,");
        }
    }

    /** Settles as given up what workers hold of a call, or of all calls, and ignores what they will say of it. */
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
        changes.settled(batch.call());
        settledItems += count;
    }

    PoolStats stats() {
        int alive = 0;
        int busy = 0;
        for (Worker worker : workers) {
            alive += worker.isAlive() ? 1 : 0;
            busy += worker.state() == WorkerState.BUSY ? 1 : 0;
        }
        return new PoolStats(alive, busy, dispatcher.pendingItems(), sentItems, settledItems, deaths);
    }

    /** The next time, on {@code System.nanoTime()}, at which {@link #expire} has something to do; at the latest this. */
    long nextDeadline(long latestNanos) {
        long next = latestNanos;
        for (Worker worker : workers) {
            if (worker.state() == WorkerState.STARTING) {
                next = earlier(next, worker.bornNanos + startTimeoutNanos);
            } else if (worker.state() == WorkerState.STOPPING) {
                next = earlier(next, worker.stopDeadlineNanos);
            }
        }
        return next;
    }

    private static long earlier(long one, long other) {
        return one - other <= 0 ? one : other;
    }

    /** Acts on workers that start or stop for too long. */
    void expire() {
        long now = System.nanoTime();
        for (Worker worker : workers) {
            if (worker.state() == WorkerState.STARTING && now - worker.bornNanos >= startTimeoutNanos) {
                kill(worker, "was not ready within " + TimeUnit.NANOSECONDS.toMillis(startTimeoutNanos) + " ms");
            } else if (worker.state() == WorkerState.STOPPING && now - worker.stopDeadlineNanos >= 0) {
                escalate(worker, now);
            }
        }
    }

    /** Settles what is left of a call as given up. */
    void cancel(Call call, Running running, Settlement.Why why) {
        dispatcher.removeAll(call, items -> giveUp(items, why));
        for (Worker worker : workers) {
            dropHeld(worker, call, running, why);
            stopWhatMustNotRun(worker);
        }
    }

    /** No chunk will name this function any more. */
    void forget(long functionId) {
        runTimes.forget(functionId);
        for (Worker worker : workers) {
            if (worker.knownFunctions.remove(functionId)) {
                worker.functionsToForget.add(functionId);
            }
        }
    }

    /** Asks all workers to leave; those that are not ready yet are killed, as they have nothing to lose. */
    void askToLeave() {
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
        changes.then(wakeEngine);
    }

    /** Gives up all items, and kills all workers. */
    void stopAll(Settlement.Why why) {
        dispatcher.removeAll(null, items -> giveUp(items, why));
        for (Worker worker : workers) {
            dropHeld(worker, null, Running.IS_STOPPED, why);
        }
        killAll();
    }

    void killAll() {
        for (Worker worker : workers) {
            kill(worker, "was stopped with its pool");
        }
        changes.then(wakeEngine);
    }
}
