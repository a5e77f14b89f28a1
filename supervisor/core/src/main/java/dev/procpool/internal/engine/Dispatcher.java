package dev.procpool.internal.engine;

import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.base.Times;
import dev.procpool.protocol.message.Command.Commit;
import dev.procpool.protocol.message.Command.DefineFunction;
import dev.procpool.protocol.message.Command.ForgetFunction;
import dev.procpool.protocol.message.Command.RunChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Decides which worker gets which items, and writes them to its queue. Guarded by the engine lock.
 *
 * <p>How much is sent ahead is bounded by the time it will take, not by its number: a worker that holds something gets more
 * only if what it holds is known to be quick. Chunks shrink towards the end (guided self-scheduling).
 */
final class Dispatcher {

    /** What one frame may take to run where there are few workers. */
    private static final long FRAME_NANOS = 1_000_000;

    /** Where a processor has more workers than this each is heard of, and served, less often, and gets as much more. */
    private static final int FEW_WORKERS = 8;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** A worker that holds fewer frames, and less than as many take to run, gets the next one already: it need not stand still. */
    private static final int MAX_FRAMES_AHEAD = 4;

    /** Who holds less than this, in frames, is to be heard of, as long as there is more for it. */
    private static final int LOW_FRAMES = 2;

    /** The ordinal of the first item, and of no item. */
    private static final long ANY = 1;

    /** Less than this is not divided among workers: to wake another one takes as long. */
    private static final long WAKING_NANOS = 50_000;

    /** An item that with those before it takes less than this is not worth waking another worker. */
    private static final long QUEUEING_NANOS = 20_000;

    /** Of larger items the copying takes its time, too. */
    private static final int QUEUEING_BYTES = 4 << 10;

    private static final int MAX_FRAMES_QUEUED = 16;

    /** How many of the workers that a function could use it gets, so that what is slow by chance is not taken for waiting. */
    private static final double USED_SHARE = 0.9;

    /** Who is not done with so little after so long may be at an item that is slow this time. */
    private static final long LATE_NANOS = 5_000_000;

    /** Who has quick items and gets no further for so long is held up, and others may be needed. */
    private static final long SILENT_NANOS = 20_000_000;

    /** Items that wait while workers are idle are looked at as often. */
    private static final long ASK_AGAIN_NANOS = 10_000_000;

    private static final double UNLIMITED = Double.POSITIVE_INFINITY;

    /** Who waits for an item that takes longer need not spin. */
    private static final long SLOW_NANOS = 200_000;

    private static final int MAX_CHUNK_BYTES = 1 << 20;
    private static final int MAX_CHUNK_ITEMS = 1 << 16;

    /** Larger functions travel in a frame of their own. */
    private static final int SMALL_FUNCTION = 64 * 1024;

    private final List<Worker> workers;
    private final RunTimeEstimates runTimes;
    private final OverrunWatch.Arming arming;
    private final Observers observers;
    private final PendingQueue pending;
    private long uses;
    private boolean lastMayBeQuick = true;

    /** When it is to be asked again although nothing has happened, as items wait while workers are idle. */
    private long askAgainNanos = Times.NEVER;

    /**
     * @param workers those that there are at any time
     * @param pending what is to be sent
     */
    Dispatcher(
            List<Worker> workers,
            PendingQueue pending,
            RunTimeEstimates runTimes,
            OverrunWatch.Arming arming,
            Observers observers) {
        this.workers = workers;
        this.pending = pending;
        this.runTimes = runTimes;
        this.arming = arming;
        this.observers = observers;
    }

    /** Whether the item that was sent last is known to be quick, or not known yet. */
    boolean lastMayBeQuick() {
        return lastMayBeQuick;
    }

    /** Sends what may be sent now; returns how many items. */
    long assign() {
        askAgainNanos = Times.NEVER;
        if (!pending.hasReady()) {
            return 0;
        }
        long nowNanos = System.nanoTime();
        long sent = 0;
        while (pending.hasReady()) {
            Worker worker = pick(nowNanos);
            if (worker == null) {
                break;
            }
            sent += sendFrame(worker, nowNanos);
        }
        return sent;
    }

    /**
     * An idle worker, first one that never had an item, then the most recently used, unless those that are busy do as well or
     * better; where none is idle, one to be sent ahead to. Null if the items have to wait.
     */
    private Worker pick(long nowNanos) {
        Worker idle = bestIdle();
        if (idle != null) {
            Worker quicker = idle.lastUsed == 0 ? idle : doneBeforeAnotherWakes(nowNanos);
            if (quicker != null) {
                return quicker;
            }
        }
        PendingItems head = pending.firstReady();
        RunTimeEstimate runTime = runTime(head);
        if (workers.size() > PROCESSORS && pending.readyItems() * runTime.nanosPerItem() >= WAKING_NANOS) {
            double useful = usefulWorkers(head);
            List<Worker> running = running(runTime, nowNanos);
            if (running.size() >= useful) {
                // If there are more, the others are to have nothing left to do.
                List<Worker> used = running.subList(0, (int) Math.ceil(useful));
                Worker least = leastBusy(used, aheadNanos(), MAX_FRAMES_AHEAD, worker -> true);
                if (least == null) {
                    askAgainNanos = nowNanos + ASK_AGAIN_NANOS;
                }
                return least;
            }
        }
        return idle == null ? leastBusy(workers, aheadNanos(), MAX_FRAMES_AHEAD, worker -> !worker.isHeldUp) : idle;
    }

    private Worker bestIdle() {
        Worker best = null;
        for (Worker worker : workers) {
            if (worker.state() == WorkerState.IDLE
                    && worker.quota != 0
                    && (best == null || isBetterIdle(worker, best))) {
                best = worker;
            }
        }
        return best;
    }

    /**
     * Several callers that each wait for a quick item are served best by one worker, which then never sleeps, where another worker
     * would take the processor of one of them.
     */
    private Worker doneBeforeAnotherWakes(long nowNanos) {
        PendingItems head = pending.firstReady();
        RunTimeEstimate runTime = runTime(head);
        long each = runTime.nanosPerItem();
        if (workers.size() < PROCESSORS
                || each == RunTimeEstimate.UNKNOWN
                || runTime.slowestNanos() > QUEUEING_NANOS
                || head.bytes() > QUEUEING_BYTES) {
            return null;
        }
        return leastBusy(
                workers,
                QUEUEING_NANOS - each,
                MAX_FRAMES_QUEUED,
                worker -> nowNanos - worker.held.first().sentNanos() < LATE_NANOS);
    }

    /** Whether a worker could be given something at once, and there is nothing else to give it. */
    boolean anyIdleForNothing() {
        boolean holdsBack = askAgainNanos != Times.NEVER;
        return (!pending.hasReady() || holdsBack) && bestIdle() != null;
    }

    /** When {@link #assign} has something to do though nothing has happened; {@link Times#NEVER} if it has not. */
    long askAgainNanos() {
        return askAgainNanos;
    }

    /** How many workers more what is ready could use, if they were there. */
    long missingWorkers() {
        PendingItems head = pending.firstReady();
        double useful = usefulWorkers(head);
        if (useful == UNLIMITED) {
            return pending.readyItems();
        }
        int running = running(runTime(head), System.nanoTime()).size();
        return (long) Math.max(0, Math.ceil(useful - running));
    }

    /**
     * How many workers items can use. As many as there are processors do all that can be done of items that never wait: one more would
     * take a processor from the others, wake up for it, and compile the same code once more. Where a part of the run time goes into
     * items that may wait it is as many more; and {@link #UNLIMITED} where nothing is known, or copying takes its time, too.
     */
    private double usefulWorkers(PendingItems items) {
        double quickShare = 1 - runTime(items).slowShare();
        if (quickShare <= 0 || items.bytesPerItem() > QUEUEING_BYTES) {
            return UNLIMITED;
        }
        return Math.max(PROCESSORS, USED_SHARE * PROCESSORS / quickShare);
    }

    /** The workers that are at items of a function. */
    private List<Worker> running(RunTimeEstimate runTime, long nowNanos) {
        List<Worker> running = new ArrayList<>();
        for (Worker worker : workers) {
            if (isRunning(worker, runTime, nowNanos)) {
                running.add(worker);
            }
        }
        return running;
    }

    /** Whether a worker is at items of a function, and has others of it, or none, to do next; not if one holds it up. */
    private boolean isRunning(Worker worker, RunTimeEstimate runTime, long nowNanos) {
        if (worker.state() != WorkerState.BUSY || worker.quota == 0 || worker.isHeldUp || isSilent(worker, nowNanos)) {
            return false;
        }
        Assignment first = worker.held.first();
        return !first.isDropped()
                && first.runTime() == runTime
                && worker.held.last().runTime() == runTime;
    }

    /** Whether a worker has neither had a result taken in nor started an item for long; the reader may be late, too. */
    private static boolean isSilent(Worker worker, long nowNanos) {
        if (nowNanos - worker.heardOfNanos < SILENT_NANOS) {
            return false;
        }
        long started = worker.nowRunning().lastStarted();
        if (started == worker.startedOrdinal) {
            return true;
        }
        worker.startedOrdinal = started;
        worker.heardOfNanos = nowNanos;
        return false;
    }

    private static boolean isBetterIdle(Worker worker, Worker best) {
        if (worker.lastUsed == 0 || best.lastUsed == 0) {
            return worker.lastUsed == 0 && best.lastUsed != 0;
        }
        return worker.lastUsed > best.lastUsed;
    }

    /** The worker that holds least, of those of these that hold less than so much. */
    private Worker leastBusy(List<Worker> among, long lessThanNanos, int lessThanFrames, Predicate<Worker> fits) {
        while (true) {
            Worker best = expectedLeastBusy(among, lessThanNanos, lessThanFrames, fits);
            if (best == null || best.held.isExpected(best.held.expectedNanos())) {
                return best;
            }
        }
    }

    /** The same, by sums some of which may be out of date. */
    private Worker expectedLeastBusy(
            List<Worker> among, long lessThanNanos, int lessThanFrames, Predicate<Worker> fits) {
        Worker best = null;
        long least = lessThanNanos;
        for (Worker worker : among) {
            if (worker.state() == WorkerState.BUSY && worker.quota != 0 && worker.held.frames() < lessThanFrames) {
                long nanos = worker.held.expectedNanos();
                if (nanos < least && fits.test(worker)) {
                    least = nanos;
                    best = worker;
                }
            }
        }
        return best;
    }

    /** How much a worker may hold and get more; the last slow ones are kept for whoever is free first. */
    private long aheadNanos() {
        long ahead = mostAheadNanos();
        long each = runTime(pending.firstReady()).nanosPerItem();
        if (each < SLOW_NANOS) {
            return ahead;
        }
        long workers = Math.max(1, readyWorkers());
        long rounds = Math.max(0, pending.readyItems() - workers) / workers;
        return rounds > 0 && rounds >= ahead / each ? ahead : rounds * each;
    }

    /**
     * From which item on the reader wants to hear of a worker's results: from the next one, unless that is quick, its call is
     * awaited as a whole, and the worker has enough to do.
     */
    long awaitedOrdinal(Worker worker) {
        Assignment first = worker.held.first();
        if (first == null) {
            return ANY;
        }
        long next = first.nextOrdinal();
        long each = first.nanosPerItem();
        if (first.call().wantsEachResult() || each == RunTimeEstimate.UNKNOWN) {
            return next;
        }
        long end = next;
        for (Assignment held : worker.held) {
            if (held.call() != first.call()) {
                break;
            }
            end = held.endOrdinal();
        }
        long soon = next + mostAheadNanos() / each;
        long low = pending.hasReady() ? lowOrdinal(worker) : end;
        long awaited = Math.min(Math.min(end, soon) - 1, low);
        return Math.max(next, awaited);
    }

    /** The item after which the worker holds so little that it should get more. */
    private long lowOrdinal(Worker worker) {
        long left = Math.min(LOW_FRAMES * frameNanos(), aheadNanos());
        for (Assignment held : worker.held.backwards()) {
            long each = held.nanosPerItem();
            if (each == RunTimeEstimate.UNKNOWN) {
                return ANY;
            }
            if (each * held.unsettled() > left) {
                return held.endOrdinal() - 1 - left / each;
            }
            left -= each * held.unsettled();
        }
        return ANY;
    }

    private RunTimeEstimate runTime(PendingItems items) {
        return runTimes.of(items.call().function().id());
    }

    private long sendFrame(Worker worker, long nowNanos) {
        worker.commands.begin();
        for (long functionId : worker.functionsToForget) {
            worker.commands.add(new ForgetFunction(functionId));
        }
        worker.functionsToForget.clear();
        worker.framesSent++;
        long items = 0;
        long nanos = 0;
        long frameNanos = frameNanos();
        long each;
        do {
            PendingItems head = pending.firstReady();
            RunTimeEstimate runTime = runTime(head);
            define(worker, head.call().function());
            Chunk chunk = pending.cut(chunkItems(worker, head, runTime), MAX_CHUNK_BYTES);
            hold(worker, chunk, runTime, nowNanos);
            items += chunk.count();
            each = runTime.nanosPerItem();
            nanos += each == RunTimeEstimate.UNKNOWN ? frameNanos : each * chunk.count();
            lastMayBeQuick = each < SLOW_NANOS; // or unknown
        } while (pending.hasReady()
                && worker.quota != 0
                && worker.commands.size() < MAX_CHUNK_BYTES
                && items < share(pending.firstReady(), each)
                && nanos < frameNanos);
        if (worker.state() == WorkerState.IDLE) {
            worker.transitionTo(WorkerState.BUSY, "has items");
            worker.heardOfNanos = nowNanos;
            worker.isHeldUp = false;
            worker.seenSinceNanos = 0; // how long it stood still before does not count
        }
        worker.lastUsed = ++uses;
        worker.flush();
        arming.sent(worker, nowNanos);
        return items;
    }

    private void define(Worker worker, EncodedFunction function) {
        if (!worker.knownFunctions.add(function.id())) {
            return;
        }
        boolean large = function.encoded().length > SMALL_FUNCTION;
        if (large && !worker.commands.isEmpty()) {
            worker.flush();
            worker.commands.begin();
        }
        worker.commands.add(new DefineFunction(function.id(), function.encoded()));
        if (large) {
            worker.flush();
            worker.commands.begin();
        }
    }

    private void hold(Worker worker, Chunk chunk, RunTimeEstimate runTime, long nowNanos) {
        Call call = chunk.batch().call();
        worker.commands.add(new RunChunk(
                worker.nextOrdinal,
                call.function().id(),
                chunk.count(),
                call.options().commitPerItem() ? Commit.PER_ITEM : Commit.BATCHED,
                chunk.batch().layout(),
                chunk.items()));
        Assignment assignment = new Assignment(chunk, worker.nextOrdinal, nowNanos, worker.framesSent, runTime);
        worker.held.add(assignment);
        worker.nextOrdinal += chunk.count();
        if (worker.quota > 0) {
            worker.quota -= chunk.count();
        }
        observers.started(worker, assignment);
    }

    private int chunkItems(Worker worker, PendingItems head, RunTimeEstimate runTime) {
        int wanted = chunkItems(head, runTime);
        return worker.quota < 0 ? wanted : (int) Math.min(wanted, worker.quota);
    }

    private int chunkItems(PendingItems head, RunTimeEstimate runTime) {
        int least = Math.max(1, head.call().options().chunkSize());
        long each = runTime.nanosPerItem();
        if (each == RunTimeEstimate.UNKNOWN) {
            return least;
        }
        long quick = Math.min(Math.min(frameNanos() / each, share(head, each)), MAX_CHUNK_ITEMS);
        return (int) Math.max(least, quick - quick % least);
    }

    /** What one worker may get of what is pending, so that the others that can use it get as much. */
    private long share(PendingItems items, long nanosPerItem) {
        long least = nanosPerItem == RunTimeEstimate.UNKNOWN ? 1 : Math.max(1, WAKING_NANOS / nanosPerItem);
        long sharing = (long) Math.max(1, Math.min(readyWorkers(), usefulWorkers(items)));
        return Math.max(least, pending.readyItems() / (2 * sharing));
    }

    /** What all that is sent ahead may take to run. */
    private long mostAheadNanos() {
        return MAX_FRAMES_AHEAD * frameNanos();
    }

    /** What one frame may take to run; asked for each worker whenever the reader sleeps. */
    private long frameNanos() {
        return Math.max(FRAME_NANOS, FRAME_NANOS * workers.size() / (FEW_WORKERS * PROCESSORS));
    }

    private long readyWorkers() {
        long ready = 0;
        for (Worker worker : workers) {
            ready += worker.state().takesItems() ? 1 : 0;
        }
        return ready;
    }
}
