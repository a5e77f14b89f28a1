package dev.procpool.internal.threads;

import dev.procpool.PoolStats;
import dev.procpool.WorkerInfo;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * The items of a pool of threads: those that wait, and the one that each thread runs. Thread-safe by its own monitor,
 * under which no user code runs.
 *
 * <p>A thread has a slot, from 0, and the worker id after it.
 */
final class ThreadItems {

    private final ThreadEvents events;
    private final ItemRun[] running; // guarded by this, as all fields that follow
    private final long[] itemsDone;
    private final WaitingItems waiting = new WaitingItems();
    private boolean shutdown;
    private boolean terminated;
    private long settled;

    /** @param events the observers of the items */
    ThreadItems(int threads, ThreadEvents events) {
        this.events = events;
        running = new ItemRun[threads];
        itemsDone = new long[threads];
    }

    /** Adds the items of a batch; returns false after a shutdown. */
    synchronized boolean add(Batch batch) {
        if (shutdown) {
            return false;
        }
        waiting.add(batch);
        notifyAll();
        return true;
    }

    /** Waits for an item for the calling thread; null when the pool has ended. Settles items that have expired. */
    ItemRun take(int slot) {
        while (true) {
            ItemRun item = takeNext(slot);
            if (item == null || !item.call().hasExpired()) {
                return item;
            }
            end(slot, item, item.expired(), 0);
            events.deliver();
            item.call().signal();
        }
    }

    private synchronized ItemRun takeNext(int slot) {
        while (!waiting.hasReady(System.nanoTime())) {
            if (shutdown && waiting.isEmpty()) {
                return null;
            }
            try {
                awaitNews();
            } catch (InterruptedException e) {
                // A late interrupt that was meant for an item: the thread belongs to the pool and goes on.
            }
        }
        running[slot] = waiting.take(System.nanoTime());
        return running[slot];
    }

    /** Waits for items that are added, or whose time has come. */
    private void awaitNews() throws InterruptedException {
        long due = waiting.nextDue();
        if (due == Times.NEVER) {
            wait();
        } else {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, Times.left(due)));
        }
    }

    /**
     * Settles an item that the calling thread has run to its end, in {@code runNanos}; its call has to be signalled
     * afterwards.
     *
     * @return whether it was settled, and not dropped before
     */
    synchronized boolean ran(int slot, ItemRun item, Settlement settlement, long runNanos) {
        itemsDone[slot]++;
        return end(slot, item, settlement, runNanos);
    }

    /**
     * Has an item that the calling thread has run, in {@code runNanos}, run once more by any thread.
     *
     * @param failed the outcome of this attempt
     * @param dueNanos the time before which the item must not be run
     * @return false if the call does not want that any more: the outcome is that of this attempt
     */
    synchronized boolean runLater(int slot, ItemRun item, Settlement.Direct failed, long runNanos, long dueNanos) {
        if (item.isDropped() || item.call().isCancelled()) {
            return false;
        }
        release(slot, item, runNanos);
        events.retried(item.call(), failed);
        waiting.addLater(item, failed, dueNanos);
        notifyAll();
        return true;
    }

    private synchronized boolean end(int slot, ItemRun item, Settlement settlement, long runNanos) {
        release(slot, item, runNanos);
        if (item.isDropped()) {
            return false;
        }
        settled++;
        item.call().settle(settlement);
        events.settled(item.call(), settlement);
        return true;
    }

    private void release(int slot, ItemRun item, long runNanos) {
        running[slot] = null;
        Thread.interrupted(); // an interrupt was meant for the item
        waiting.ran(item, runNanos);
    }

    /**
     * Settles the items of a call as given up: pending ones, and running ones as {@code mode} says.
     *
     * @param only the call; null for all calls
     */
    void drop(Call only, Backend.Running mode, Settlement.Why why) {
        Set<Call> touched = new LinkedHashSet<>();
        synchronized (this) {
            dropWaiting(only, why, touched);
            notifyAll(); // after a shutdown threads end when nothing is left
            if (mode != Backend.Running.IS_AWAITED) {
                dropRunning(only, mode, why, touched);
            }
        }
        touched.forEach(Call::signal);
    }

    private void dropWaiting(Call only, Settlement.Why why, Set<Call> touched) {
        for (WaitingItems.Waiting items : waiting.remove(only)) {
            Call call = items.batch().call();
            settled += items.count();
            Settlement.Cancelled cancelled = new Settlement.Cancelled(items.firstIndex(), items.count(), why);
            call.settle(cancelled);
            events.settled(call, cancelled);
            touched.add(call);
        }
    }

    private void dropRunning(Call only, Backend.Running mode, Settlement.Why why, Set<Call> touched) {
        for (int slot = 0; slot < running.length; slot++) {
            ItemRun item = running[slot];
            if (item != null && !item.isDropped() && (only == null || item.call() == only)) {
                item.drop();
                settled++;
                item.call().settle(new Settlement.Cancelled(item.index(), 1, why));
                events.settled(item, slot + 1);
                touched.add(item.call());
                if (mode == Backend.Running.IS_STOPPED) {
                    item.interrupt();
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
        return new PoolStats(alive, busy, waiting.count(), busy, settled, 0);
    }
}
