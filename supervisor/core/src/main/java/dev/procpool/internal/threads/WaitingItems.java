package dev.procpool.internal.threads;

import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.FairQueue;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * The items of a pool of threads that no thread runs: items that are ready, in the order in which clients share the
 * threads, and items that wait for the time of their retry. Guarded by the monitor of its owner.
 */
final class WaitingItems {

    /** Consecutive items of a batch. */
    static final class Waiting implements FairQueue.Entry {

        private final Batch batch;
        private final int end;
        private final int attempt;
        private final Settlement failed;
        private final long sinceNanos;
        private int next;

        private Waiting(Batch batch, int next, int end, int attempt, Settlement failed, long sinceNanos) {
            this.batch = batch;
            this.next = next;
            this.end = end;
            this.attempt = attempt;
            this.failed = failed;
            this.sinceNanos = sinceNanos;
        }

        static Waiting of(Batch batch) {
            return new Waiting(batch, 0, batch.count(), 1, null, System.nanoTime());
        }

        static Waiting again(ItemRun run, Settlement failed) {
            int position = run.position();
            return new Waiting(run.batch(), position, position + 1, run.attempt() + 1, failed, run.origin().sinceNanos);
        }

        Batch batch() {
            return batch;
        }

        @Override
        public Object client() {
            return batch.call().client();
        }

        @Override
        public int count() {
            return end - next;
        }

        /** The index of the first item in its call. */
        long firstIndex() {
            return batch.firstIndex() + next;
        }

        /** The number of the next attempt, from 1. */
        int attempt() {
            return attempt;
        }

        /** The outcome of the last attempt; null before the first one. */
        Settlement failed() {
            return failed;
        }

        /** When the items became pending first. */
        long sinceNanos() {
            return sinceNanos;
        }
    }

    private record Delayed(long dueNanos, Waiting items) {}

    private final FairQueue<Waiting> ready = new FairQueue<>();
    private final Queue<Delayed> delayed = new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos - b.dueNanos));

    void add(Batch batch) {
        ready.addLast(Waiting.of(batch));
    }

    /** Adds an item that has failed, and that must not be run again before a time. */
    void addLater(ItemRun run, Settlement failed, long dueNanos) {
        delayed.add(new Delayed(dueNanos, Waiting.again(run, failed)));
    }

    /** Whether an item may be run now. Items whose time has come are before the others of their client. */
    boolean hasReady(long nowNanos) {
        while (!delayed.isEmpty() && Times.isDue(delayed.element().dueNanos, nowNanos)) {
            ready.addFirst(delayed.remove().items);
        }
        return !ready.isEmpty();
    }

    /** When the next item may be run that waits for the time of its retry; {@link Times#NEVER} if there is none. */
    long nextDue() {
        return delayed.isEmpty() ? Times.NEVER : delayed.element().dueNanos;
    }

    /** Whether no items wait, neither for a thread nor for a time. */
    boolean isEmpty() {
        return ready.isEmpty() && delayed.isEmpty();
    }

    /** The number of items that wait. */
    long count() {
        return ready.items() + delayed.size();
    }

    /** Takes the item that is next, for the calling thread, and charges its client. There is one that is ready. */
    ItemRun take(long nowNanos) {
        Waiting first = ready.first();
        ItemRun run = new ItemRun(first, first.next++, nowNanos, ready.expectedNanosOfFirst());
        ready.serve(1, run.chargedNanos(), nowNanos);
        return run;
    }

    /** Notes that an item was run. */
    void ran(ItemRun run, long nanos) {
        ready.ran(run.call().client(), 1, run.chargedNanos(), nanos);
    }

    /**
     * Takes out the items of a call.
     *
     * @param only null for all calls
     */
    List<Waiting> remove(Call only) {
        Object client = only == null ? null : only.client();
        List<Waiting> removed =
                new ArrayList<>(ready.remove(client, each -> only == null || each.batch.call() == only));
        delayed.removeIf(later -> (only == null || later.items.batch.call() == only) && removed.add(later.items));
        return removed;
    }
}
