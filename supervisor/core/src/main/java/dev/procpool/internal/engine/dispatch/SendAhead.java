package dev.procpool.internal.engine.dispatch;

import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.items.PendingItems;
import dev.procpool.internal.engine.items.PendingQueue;
import dev.procpool.internal.engine.items.RunTimeEstimate;
import dev.procpool.internal.engine.items.RunTimeEstimates;
import java.util.List;

/**
 * Bounds the items that a worker is sent ahead, by the time that they will take and not by their number. Guarded by the
 * engine lock.
 */
final class SendAhead {

    /** A worker gets the next frame while it holds fewer frames than these, so that it need not stand still. */
    static final int MAX_FRAMES = 4;

    /** A call that waits for an item that takes longer than this need not spin. */
    static final long SLOW_NANOS = 200_000;

    /** The time that the items of a frame may take where there are few workers. */
    private static final long FRAME_NANOS = 1_000_000;

    /** With more workers than this for each processor, each worker is served less often, and gets larger frames. */
    private static final int FEW_WORKERS = 8;

    private final List<Worker> workers;
    private final PendingQueue pending;
    private final RunTimeEstimates runTimes;

    SendAhead(List<Worker> workers, PendingQueue pending, RunTimeEstimates runTimes) {
        this.workers = workers;
        this.pending = pending;
        this.runTimes = runTimes;
    }

    RunTimeEstimate runTime(PendingItems items) {
        return runTimes.of(items.call().function().id());
    }

    /** The time that the items of one frame may take; asked for each worker whenever the reader sleeps. */
    long frameNanos() {
        return Math.max(FRAME_NANOS, FRAME_NANOS * workers.size() / (FEW_WORKERS * UsefulWorkers.PROCESSORS));
    }

    /** The time that all items that a worker is sent ahead may take. */
    long mostNanos() {
        return MAX_FRAMES * frameNanos();
    }

    /**
     * A worker gets more items while those that it holds take less than this time; the last slow items are kept for the
     * worker that is free first.
     */
    long nanos() {
        long ahead = mostNanos();
        long each = runTime(pending.firstReady()).nanosPerItem();
        if (each < SLOW_NANOS) {
            return ahead;
        }
        long ready = Math.max(1, readyWorkers());
        long rounds = Math.max(0, pending.readyItems() - ready) / ready;
        return rounds > 0 && rounds >= ahead / each ? ahead : rounds * each;
    }

    /** The number of workers that may get items. */
    long readyWorkers() {
        long ready = 0;
        for (Worker worker : workers) {
            ready += worker.state().takesItems() ? 1 : 0;
        }
        return ready;
    }
}
