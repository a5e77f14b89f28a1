package dev.procpool.internal.engine.dispatch;

import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.items.PendingItems;
import dev.procpool.internal.engine.items.PendingQueue;
import dev.procpool.internal.engine.items.RunTimeEstimate;

/**
 * Computes the number of items that are sent together. Chunks shrink towards the end, so that workers end together
 * (guided self-scheduling). Guarded by the engine lock.
 */
final class ChunkSizing {

    private static final int MAX_ITEMS = 1 << 16;

    private final PendingQueue pending;
    private final UsefulWorkers useful;
    private final SendAhead sendAhead;

    ChunkSizing(PendingQueue pending, UsefulWorkers useful, SendAhead sendAhead) {
        this.pending = pending;
        this.useful = useful;
        this.sendAhead = sendAhead;
    }

    /** The number of items of the next chunk for a worker. */
    int items(Worker worker, PendingItems head, RunTimeEstimate runTime) {
        int wanted = items(head, runTime);
        long quota = worker.held.quota();
        return quota < 0 ? wanted : (int) Math.min(wanted, quota);
    }

    private int items(PendingItems head, RunTimeEstimate runTime) {
        int least = Math.max(1, head.call().options().chunkSize());
        long each = runTime.nanosPerItem();
        if (each == RunTimeEstimate.UNKNOWN) {
            return least;
        }
        long quick = Math.min(Math.min(sendAhead.frameNanos() / each, share(head, each)), MAX_ITEMS);
        return (int) Math.max(least, quick - quick % least);
    }

    /** The most pending items to send to one worker: an equal share for each useful worker. */
    long share(PendingItems items, long nanosPerItem) {
        long least =
                nanosPerItem == RunTimeEstimate.UNKNOWN ? 1 : Math.max(1, WorkerChoice.WAKING_NANOS / nanosPerItem);
        double count = useful.count(items, sendAhead.runTime(items));
        long sharing = (long) Math.max(1, Math.min(sendAhead.readyWorkers(), count));
        return Math.max(least, pending.readyItems() / (2 * sharing));
    }
}
