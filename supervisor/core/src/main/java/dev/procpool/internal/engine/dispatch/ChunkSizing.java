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
    int items(Worker worker, PendingItems head, RunTimeEstimate runTime, long nowNanos) {
        if (head.call().isFull()) {
            return 1; // the awaited item: those behind it have to wait
        }
        int wanted = items(head, runTime.nanosPerItem(), nowNanos);
        long quota = worker.held.quota();
        return quota < 0 ? wanted : (int) Math.min(wanted, quota);
    }

    private int items(PendingItems head, long each, long nowNanos) {
        int least = least(head, each, nowNanos);
        if (each == RunTimeEstimate.UNKNOWN) {
            return least;
        }
        long share = share(head, each, pending.readyItemsOfFirstClient());
        long quick = Math.min(Math.min(sendAhead.frameNanos() / each, share), MAX_ITEMS);
        return (int) Math.max(least, quick - quick % least);
    }

    /**
     * The chunk size that the user gave, or 1. While several clients have items sent in turns, a chunk takes no longer
     * than a frame: the other clients would wait for it, and the items behind the first would be taken back.
     */
    private int least(PendingItems head, long each, long nowNanos) {
        int asked = Math.max(1, head.call().options().chunkSize());
        if (asked == 1 || !pending.isShared(nowNanos)) {
            return asked;
        }
        return each == RunTimeEstimate.UNKNOWN ? 1 : (int) Math.max(1, Math.min(asked, sendAhead.frameNanos() / each));
    }

    /** The most pending items, of all clients, to send to one worker in a frame. */
    long frameShare(PendingItems items, long nanosPerItem) {
        return share(items, nanosPerItem, pending.readyItems());
    }

    /** The most of {@code ready} items to send to one worker: an equal share for each useful worker. */
    private long share(PendingItems items, long nanosPerItem, long ready) {
        long least =
                nanosPerItem == RunTimeEstimate.UNKNOWN ? 1 : Math.max(1, WorkerChoice.WAKING_NANOS / nanosPerItem);
        double count = useful.count(items, sendAhead.runTime(items));
        long sharing = (long) Math.max(1, Math.min(sendAhead.readyWorkers(), count));
        return Math.max(least, ready / (2 * sharing));
    }
}
