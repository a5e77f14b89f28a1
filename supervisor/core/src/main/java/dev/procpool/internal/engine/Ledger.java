package dev.procpool.internal.engine;

import dev.procpool.ExitReport;
import dev.procpool.PoolConfig;
import dev.procpool.PoolStats;
import dev.procpool.WorkerInfo;
import dev.procpool.WorkerStartException;
import dev.procpool.internal.backend.Backend.Running;
import dev.procpool.internal.backend.Backend.Source;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.launch.WorkerLauncher;
import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.message.Command.Initialize;
import dev.procpool.protocol.message.Event.Hello;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.MessageFrame;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.ProtocolException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The books of items: what is given to workers, what they have done, what is taken back from them, and what they leave behind.
 * Guarded by the engine lock: bookkeeping only, and what has to happen outside of the lock is noted in {@link Consequences}.
 */
final class Ledger {

    private static final System.Logger LOG = Loggers.of(Ledger.class);

    private final Roster staff;
    private final PendingQueue pending = new PendingQueue();
    private final Dispatcher dispatcher;
    private final Settler verdicts;
    private final Recall recall;
    private final OverrunWatch watch;
    private final RunTimeEstimates runTimes = new RunTimeEstimates();
    private final Consequences changes;
    private final WorkerLauncher launcher;
    private final Observers observers;
    private final Optional<byte[]> initializer;
    private final Runnable wakeEngine;
    private final Queue<Call> deadlines =
            new PriorityQueue<>((a, b) -> Long.signum(a.deadlineNanos() - b.deadlineNanos()));
    private final Deque<Source> sources = new ArrayDeque<>();
    private long sentItems;
    private long deaths;

    /**
     * @param initializer what workers run first, encoded
     * @param killWithStack asks a worker for its stack and kills it then; called without the lock
     * @param wakeEngine makes the engine's own thread look again; called without the lock
     */
    Ledger(
            PoolConfig config,
            Optional<byte[]> initializer,
            Consequences changes,
            WorkerLauncher launcher,
            Observers observers,
            Consumer<Worker> killWithStack,
            Runnable wakeEngine) {
        this.changes = changes;
        this.launcher = launcher;
        this.observers = observers;
        this.initializer = initializer;
        this.wakeEngine = wakeEngine;
        RandomGenerator random = RandomGenerator.getDefault();
        this.verdicts = new Settler(pending, changes, observers, random, this::stats);
        this.recall = new Recall(pending, verdicts, observers, count -> sentItems -= count);
        this.staff = new Roster(config, changes, launcher, observers, recall, wakeEngine, random);
        this.dispatcher = new Dispatcher(staff.workers(), pending, runTimes, OverrunWatch::arm, observers);
        this.watch = new OverrunWatch(staff, changes, recall, this::handOut, dispatcher, killWithStack);
    }

    private void handOut() {
        sentItems += dispatcher.assign();
    }

    Roster staff() {
        return staff;
    }

    // ---- in

    void add(Batch batch) {
        Call call = batch.call();
        long now = System.nanoTime();
        if (call.isCancelled()) {
            verdicts.giveUp(batch, 0, batch.count(), Settler.cancelled(call));
            return;
        }
        if (call.hasExpired()) {
            verdicts.giveUp(batch, 0, batch.count(), call.expiry());
            return;
        }
        if (call.deadlineNanos() != Times.NEVER && !call.isDeadlineKept()) {
            call.keepDeadline();
            deadlines.add(call);
        }
        pending.add(PendingItems.of(batch, now));
    }

    /** There is something to take, as soon as nothing else is to be sent. */
    void offer(Source source) {
        if (!sources.contains(source)) {
            sources.addLast(source);
        }
    }

    /** Takes all that was offered. */
    void takeOffers() {
        while (takeOffer()) {
            // the next one
        }
    }

    private boolean takeOffer() {
        Source source = sources.pollFirst();
        if (source == null) {
            return false;
        }
        Batch batch = source.take();
        if (batch != null) {
            add(batch);
        }
        changes.then(source::taken);
        return true;
    }

    /** Sends what may be sent. */
    void assign(boolean moreToCome) {
        do {
            sentItems += dispatcher.assign();
        } while (!pending.hasReady() && takeOffer());
        staff.renewExhausted(moreToCome || pending.allItems() > 0);
        if (pending.hasReady()) {
            if (staff.mayGrow()) {
                staff.growBy(dispatcher.missingWorkers());
            }
            if (staff.hasSpares()) {
                sentItems += dispatcher.assign(); // one may have stepped in just now
            }
        }
    }

    boolean hasItems() {
        return sentItems > 0 || pending.allItems() > 0;
    }

    long pendingItems() {
        return pending.allItems();
    }

    long pendingBytes() {
        return pending.readyBytes();
    }

    /** Whether anything waits that a worker could be sent at once. */
    boolean hasSendable() {
        return pending.hasReady();
    }

    /** Whether what was sent last may be done within microseconds. */
    boolean mayBeQuick() {
        return dispatcher.lastMayBeQuick();
    }

    /** Notes at each worker which result is awaited; returns whether there may be earlier ones. Called under the role. */
    boolean awaitResults() {
        boolean later = false;
        for (Worker worker : staff.workers()) {
            worker.awaitedOrdinal = dispatcher.awaitedOrdinal(worker);
            later |= !worker.held.isEmpty()
                    && worker.awaitedOrdinal > worker.held.first().nextOrdinal();
        }
        return later;
    }

    /** Whether there are events to come that somebody has to read. */
    boolean owesEvents() {
        return sentItems > 0 || staff.isStarting();
    }

    List<WorkerInfo> infos() {
        long now = System.nanoTime();
        return staff.workers().stream().map(w -> w.info(now)).toList();
    }

    // ---- events

    /**
     * A worker is connected: it is ready, unless there is an initializer to run.
     *
     * @throws ProtocolException if it has said so before
     */
    void greet(Worker worker, Hello hello) {
        if (worker.hasSaidHello) {
            throw new ProtocolException("it says hello again");
        }
        worker.hasSaidHello = true;
        if (worker.state() != WorkerState.STARTING) {
            return;
        }
        if (hello.protocolVersion() != MessageFrame.PROTOCOL_VERSION
                || hello.codecFingerprint() != Codecs.fingerprint()) {
            staff.kill(worker, StopCause.PROTOCOL, "speaks another version of the protocol");
            return;
        }
        if (hello.pid() != worker.pid()) {
            staff.kill(worker, StopCause.PROTOCOL, "says it is process " + hello.pid());
            return;
        }
        if (initializer.isPresent()) {
            worker.send(new Initialize(initializer.get()));
        } else {
            staff.ready(worker);
        }
    }

    /**
     * The initializer has run.
     *
     * @throws ProtocolException if there was none to run
     */
    void initialized(Worker worker) {
        requireInitializing(worker);
        if (worker.state() == WorkerState.STARTING) {
            staff.ready(worker);
        }
    }

    /** @throws ProtocolException if the worker has no initializer to speak of */
    void requireInitializing(Worker worker) {
        boolean may = worker.state() == WorkerState.STARTING || worker.state() == WorkerState.STOPPING;
        if (initializer.isEmpty() || !may || worker.itemsDone > 0) {
            throw new ProtocolException("it speaks of an initializer that it was not given");
        }
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
        if (worker.held.isEmpty() || ordinal + left > worker.held.last().endOrdinal()) {
            throw new ProtocolException(
                    "results of " + left + " items from " + ordinal + ", which it was not all sent");
        }
        long recordedNanosEach = Math.max(1, done.runNanos() / done.count());
        long queuedNanosEach = done.queuedNanos() / done.count();
        while (left > 0) {
            Assignment current = worker.held.first();
            if (current == null || ordinal != current.nextOrdinal()) {
                throw new ProtocolException("results of item " + ordinal + " where "
                        + (current == null ? "none" : current.nextOrdinal()) + " was expected");
            }
            int count = Math.min(left, current.unsettled());
            verdicts.settleResults(worker, current, done, count, results);
            // Not that of what was sent before it was measured, nor of what was dropped: it may have been interrupted.
            if (!current.isDropped() && done.runNanos() > 0) {
                current.runTime().record(count, recordedNanosEach * count, queuedNanosEach * count);
            }
            if (worker.held.settle(count)) {
                observers.ended(current);
            }
            sentItems -= count;
            left -= count;
            ordinal += count;
            if (worker.interruptedOrdinal < ordinal) {
                worker.interruptedOrdinal = 0;
            }
        }
        worker.itemsDone += done.count();
        worker.heardOfNanos = System.nanoTime();
        worker.isHeldUp = false;
        staff.forgive();
        if (worker.held.isEmpty()) {
            staff.hasSettledAll(worker);
        }
        cancelFailedFast();
    }

    // ---- exits

    /**
     * After a worker's exit, once its events were read to the end: blames the item that was running, gives the others back,
     * and replaces the worker.
     *
     * @param ended why nothing runs any more, if the pool is ending
     * @return why the pool has to give up, if it has to
     */
    Optional<WorkerStartException> decide(Worker worker, Optional<Settlement.Why> ended) {
        if (worker.exit != null && worker.stopCause != null) {
            worker.exit = worker.exit.asOurs();
        }
        ExitReport report = worker.exit;
        worker.transitionTo(WorkerState.EXITED, report == null ? "was not started" : report.describe());
        if (worker.stopCause == null) {
            deaths++;
            LOG.log(Level.INFO, "{0} {1}", worker, report.describe());
        }
        long running =
                worker.link == null ? NowRunning.NONE : worker.nowRunning().running();
        List<PendingItems> again = new ArrayList<>();
        boolean blamed = false;
        for (Assignment held : worker.held) {
            sentItems -= held.unsettled();
            observers.ended(held);
            boolean guilty = held.contains(running) && running >= held.nextOrdinal();
            blamed |= guilty;
            if (held.isDropped()) {
                continue;
            }
            Chunk chunk = held.chunk();
            int next = held.nextItem();
            int item = guilty ? held.position(running) : chunk.to();
            if (item > next) {
                again.add(PendingItems.again(chunk, next, item));
            }
            if (guilty) {
                verdicts.blame(worker, held, running, ended.isPresent());
                if (item + 1 < chunk.to()) {
                    again.add(PendingItems.again(chunk, item + 1, chunk.to()));
                }
            }
        }
        worker.held.clear();
        WorkerLink link = worker.link;
        changes.then(() -> launcher.dispose(worker.id, worker.incarnation, link));
        recall.giveBack(again, ended);
        if (ended.isPresent()) {
            changes.then(wakeEngine);
        }
        Optional<WorkerStartException> broken = staff.exited(worker, blamed, Deaths.lastWords(report));
        cancelFailedFast();
        return broken;
    }

    private void cancelFailedFast() {
        for (Call call; (call = verdicts.pollFailedFast()) != null; ) {
            cancel(call, Running.IS_STOPPED, Settler.cancelled(call));
        }
    }

    // ---- taking back and giving up

    /** Settles what is left of a call as given up, but for what is running if that is awaited. */
    void cancel(Call call, Running running, Settlement.Why why) {
        sources.forEach(source -> changes.then(source::taken)); // one of them may wait for it
        pending.removeAll(call, items -> verdicts.giveUp(items, why));
        for (Worker worker : List.copyOf(staff.workers())) {
            if (worker.held.stream().anyMatch(held -> held.call() == call)) {
                cancel(worker, call, running, why);
            }
        }
        pending.removeAll(call, items -> verdicts.giveUp(items, why));
    }

    private void cancel(Worker worker, Call call, Running running, Settlement.Why why) {
        if (!worker.isWorking()) {
            if (running != Running.IS_AWAITED) {
                dropHeld(worker, call, why);
            }
            return;
        }
        try {
            NowRunning word = worker.nowRunning();
            word.hold();
            recall.takeBack(worker);
            boolean runs = worker.held.stream().anyMatch(held -> held.call() == call && held.contains(word.running()));
            if (running != Running.IS_AWAITED) {
                dropHeld(worker, call, why);
            }
            if (runs && running == Running.IS_STOPPED) {
                String reason = "was running an item of task " + call.id() + ", which was cancelled,";
                staff.kill(worker, StopCause.CANCELLED, reason);
            } else {
                word.release();
                if (worker.held.isEmpty()) {
                    staff.hasSettledAll(worker);
                }
            }
        } catch (ProtocolException e) {
            staff.killForProtocol(worker, e);
        }
    }

    /** Settles as given up what a worker holds of a call, or of all calls, and ignores what it will say of it. */
    private void dropHeld(Worker worker, Call call, Settlement.Why why) {
        worker.held.drop(call, held -> verdicts.giveUp(held.chunk().batch(), held.nextItem(), held.unsettled(), why));
    }

    /** Gives up all items, and kills all workers. */
    void stopAll(Settlement.Why why) {
        sources.clear(); // what was not taken, its reader still has
        pending.removeAll(null, items -> verdicts.giveUp(items, why));
        for (Worker worker : staff.workers()) {
            dropHeld(worker, null, why);
        }
        staff.killAll();
    }

    /** No chunk will name this function any more. */
    void forget(Call call) {
        if (call.deadlineNanos() != Times.NEVER) {
            deadlines.remove(call);
        }
        if (call.function().shared()) {
            return;
        }
        long functionId = call.function().id();
        runTimes.forget(functionId);
        for (Worker worker : staff.workers()) {
            if (worker.knownFunctions.remove(functionId)) {
                worker.functionsToForget.add(functionId);
            }
        }
    }

    // ---- time

    /** When {@link #expire} has something to do. */
    long nextDeadline() {
        long next = Times.earlier(staff.nextDeadline(), watch.nextLook());
        next = Times.earlier(next, pending.nextDue());
        next = Times.earlier(next, dispatcher.askAgainNanos());
        return deadlines.isEmpty() ? next : Times.earlier(next, deadlines.peek().deadlineNanos());
    }

    /** Acts on what is due. */
    void expire() {
        long now = System.nanoTime();
        staff.tend(now);
        watch.look(now);
        pending.wakeDelayed(now);
        while (!deadlines.isEmpty() && Times.isDue(deadlines.peek().deadlineNanos(), now)) {
            Call call = deadlines.remove();
            expire(call);
        }
    }

    /** What has not started never will; what waits to be started again ends as its last attempt did. */
    private void expire(Call call) {
        pending.removeAll(call, verdicts::expire);
        cancel(call, Running.IS_AWAITED, call.expiry());
    }

    /** Acts on workers that have taken much memory. */
    void limitMemory(PoolConfig config, Map<Worker, Long> rss) {
        rss.forEach((worker, bytes) -> {
            if (!worker.isWorking()) {
                return;
            }
            if (config.maxRss().isPresent() && bytes > config.maxRss().getAsLong()) {
                stopForMemory(worker, bytes, config.maxRss().getAsLong());
            } else if (config.softMaxRss().isPresent()
                    && bytes > config.softMaxRss().getAsLong()) {
                staff.replace(
                        worker,
                        "has " + bytes + " bytes of resident memory, more than its soft limit of "
                                + config.softMaxRss().getAsLong());
            }
        });
    }

    private void stopForMemory(Worker worker, long bytes, long limit) {
        String reason = "had " + bytes + " bytes of resident memory, more than its limit of " + limit + ",";
        try {
            worker.nowRunning().hold();
            recall.takeBack(worker);
        } catch (ProtocolException e) {
            LOG.log(Level.DEBUG, "{0} could not be held: {1}", worker, e.getMessage());
        }
        staff.kill(worker, StopCause.MEMORY, reason);
    }

    // ---- what there is

    PoolStats stats() {
        int alive = 0;
        int busy = 0;
        for (Worker worker : staff.workers()) {
            alive += worker.isAlive() ? 1 : 0;
            busy += worker.isWorking() && !worker.held.isEmpty() ? 1 : 0;
        }
        return new PoolStats(alive, busy, pending.allItems(), sentItems, verdicts.settledItems(), deaths);
    }
}
