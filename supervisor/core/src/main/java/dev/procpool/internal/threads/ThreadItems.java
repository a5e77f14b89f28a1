package dev.procpool.internal.threads;

import dev.procpool.PoolStats;
import dev.procpool.WorkerInfo;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.FairQueue;
import dev.procpool.internal.backend.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The items of a pool of threads: those that wait, and the one that each thread runs. Thread-safe by its own monitor,
 * under which no user code runs.
 *
 * <p>A thread has a slot, from 0, and the worker id after it.
 */
final class ThreadItems {

    /** A batch of which some items wait. Guarded by the monitor. */
    private static final class Pending implements FairQueue.Entry {

        private final Batch batch;
        private final long sinceNanos = System.nanoTime();
        private int next;

        Pending(Batch batch) {
            this.batch = batch;
        }

        @Override
        public Object client() {
            return batch.call().client();
        }

        @Override
        public int count() {
            return batch.count() - next;
        }
    }

    /** An item that a thread runs. Settled by that thread, unless the item is dropped meanwhile. */
    static final class Running {

        private final Batch batch;
        private final int position;
        private final long queuedNanos;
        private final long chargedNanos;
        private final Thread runner = Thread.currentThread();
        private boolean dropped; // guarded by the monitor of the items

        private Running(Pending pending, long nowNanos, long chargedNanos) {
            this.chargedNanos = chargedNanos;
            this.batch = pending.batch;
            this.position = pending.next++;
            this.queuedNanos = nowNanos - pending.sinceNanos;
        }

        Call call() {
            return batch.call();
        }

        Object item() {
            return batch.objects().get(position);
        }

        long index() {
            return batch.firstIndex() + position;
        }

        /** How long the item waited. */
        long queuedNanos() {
            return queuedNanos;
        }
    }

    private final Running[] running; // guarded by this, as all fields that follow
    private final long[] itemsDone;
    private final FairQueue<Pending> pending = new FairQueue<>();
    private boolean shutdown;
    private boolean terminated;
    private long settled;

    ThreadItems(int threads) {
        running = new Running[threads];
        itemsDone = new long[threads];
    }

    /** Adds the items of a batch; returns false after a shutdown. */
    synchronized boolean add(Batch batch) {
        if (shutdown) {
            return false;
        }
        pending.addLast(new Pending(batch));
        notifyAll();
        return true;
    }

    /** Waits for an item for the calling thread; null when the pool has ended. Settles items that have expired. */
    Running take(int slot) {
        while (true) {
            Running item = takeNext(slot);
            if (item == null || !item.call().hasExpired()) {
                return item;
            }
            Call call = item.call();
            end(slot, item, new Settlement.Cancelled(item.index(), 1, Settlement.Why.expired(call)), 0);
            call.signal();
        }
    }

    private synchronized Running takeNext(int slot) {
        while (pending.isEmpty()) {
            if (shutdown) {
                return null;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                // A late interrupt that was meant for an item: the thread belongs to the pool and goes on.
            }
        }
        long now = System.nanoTime();
        Running item = new Running(pending.first(), now, pending.expectedNanosOfFirst());
        pending.serve(1, item.chargedNanos, now);
        running[slot] = item;
        return item;
    }

    /**
     * Settles an item that the calling thread has run to its end, in {@code runNanos}; its call has to be signalled
     * afterwards.
     *
     * @return whether it was settled, and not dropped before
     */
    synchronized boolean ran(int slot, Running item, Settlement settlement, long runNanos) {
        itemsDone[slot]++;
        Thread.interrupted(); // an interrupt was meant for the item
        return end(slot, item, settlement, runNanos);
    }

    private synchronized boolean end(int slot, Running item, Settlement settlement, long runNanos) {
        running[slot] = null;
        pending.ran(item.call().client(), 1, item.chargedNanos, runNanos);
        if (item.dropped) {
            return false;
        }
        settled++;
        item.call().settle(settlement);
        return true;
    }

    /** Whether an item was settled although a thread still runs it. */
    synchronized boolean isDropped(Running item) {
        return item.dropped;
    }

    /**
     * Settles the items of a call as given up: pending ones, and running ones as {@code mode} says.
     *
     * @param only the call; null for all calls
     */
    void drop(Call only, Backend.Running mode, Settlement.Why why) {
        Set<Call> touched = new LinkedHashSet<>();
        synchronized (this) {
            dropPending(only, why, touched);
            if (mode != Backend.Running.IS_AWAITED) {
                dropRunning(only, mode, why, touched);
            }
        }
        touched.forEach(Call::signal);
    }

    private void dropPending(Call only, Settlement.Why why, Set<Call> touched) {
        Object client = only == null ? null : only.client();
        for (Pending waiting : pending.remove(client, each -> only == null || each.batch.call() == only)) {
            Call call = waiting.batch.call();
            settled += waiting.count();
            call.settle(new Settlement.Cancelled(waiting.batch.firstIndex() + waiting.next, waiting.count(), why));
            touched.add(call);
        }
    }

    private void dropRunning(Call only, Backend.Running mode, Settlement.Why why, Set<Call> touched) {
        for (Running item : running) {
            if (item != null && !item.dropped && (only == null || item.call() == only)) {
                item.dropped = true;
                settled++;
                item.call().settle(new Settlement.Cancelled(item.index(), 1, why));
                touched.add(item.call());
                if (mode == Backend.Running.IS_STOPPED) {
                    item.runner.interrupt();
                }
            }
        }
    }

    /** Accepts no more items; threads end when none is left. */
    synchronized void shutdown() {
        shutdown = true;
        notifyAll();
    }

    /** As {@link #shutdown}, for a pool whose items are about to be dropped. */
    synchronized void terminate() {
        terminated = true;
        shutdown();
    }

    synchronized boolean isTerminated() {
        return terminated;
    }

    synchronized boolean isShutdown() {
        return shutdown;
    }

    /** The threads as workers that are {@code age} old. */
    synchronized List<WorkerInfo> workers(long pid, Duration age, IntPredicate isAlive) {
        List<WorkerInfo> infos = new ArrayList<>();
        for (int slot = 0; slot < running.length; slot++) {
            WorkerInfo.State state = isAlive.test(slot) ? state(slot) : WorkerInfo.State.EXITED;
            infos.add(new WorkerInfo(slot + 1, 1, pid, state, itemsDone[slot], age, 0));
        }
        return List.copyOf(infos);
    }

    private WorkerInfo.State state(int slot) {
        if (running[slot] != null) {
            return WorkerInfo.State.BUSY;
        }
        return terminated ? WorkerInfo.State.STOPPING : WorkerInfo.State.IDLE;
    }

    /** The numbers of a pool with {@code alive} threads. */
    synchronized PoolStats stats(int alive) {
        int busy = (int) Arrays.stream(running).filter(r -> r != null).count();
        return new PoolStats(alive, busy, pending.items(), busy, settled, 0);
    }
}
