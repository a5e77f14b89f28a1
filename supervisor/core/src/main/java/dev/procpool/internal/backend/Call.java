package dev.procpool.internal.backend;

import dev.procpool.RetryOn;
import dev.procpool.TaskExpiredException;
import dev.procpool.TaskOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/**
 * One call of a user on its way: its settlements, the counts of its items, and the threads that wait for it.
 * Thread-safe by its own monitor, under which no other code is called.
 */
public final class Call {

    /** The event that a thread waits for. */
    public enum Delivery {
        /** The outcome of every item. */
        WHOLE,
        /** The next settlement, in any order. */
        COMPLETION_ORDER,
        /** The next settlement in the order of the input. */
        INPUT_ORDER
    }

    /** Stands for a limit that does not exist. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    private static final long MAX_NANOS = Long.MAX_VALUE / 4;

    /** The most doublings of the wait before a retry. */
    private static final int MAX_DOUBLINGS = 16;

    public final SharedUses shared = new SharedUses(); // of the function and the items

    private final long id;
    private final EncodedFunction function;
    private final TaskOptions options;
    private final long deadlineNanos;
    private final long timeoutNanos;
    private final long softTimeoutNanos;
    private final boolean inspectsResults;
    private final Delivery delivery;
    private final Runnable whenSettled;
    private final Object client;

    private final Queue<Settlement> arrived = new ArrayDeque<>();
    private final Map<Long, Settlement> early = new HashMap<>();
    private final List<Thread> waiters = new ArrayList<>(1);
    private long submitted;
    private long settled;
    private long nextIndex;
    private boolean sealed;
    private boolean saidSettled;
    private boolean deadlineKept; // guarded by the lock of the backend
    private volatile boolean ready;
    private volatile boolean cancelled;

    /**
     * A call without items, made by the current thread.
     *
     * @param id the number of the call within its pool
     * @param delivery the event that threads wait for
     * @param whenSettled run once, without any lock, when the last item is settled
     */
    public Call(long id, EncodedFunction function, TaskOptions options, Delivery delivery, Runnable whenSettled) {
        this.id = id;
        this.function = function;
        this.options = options;
        this.deadlineNanos = options.deadline()
                .map(at -> System.nanoTime() + nanos(Duration.between(Instant.now(), at)))
                .orElse(NO_LIMIT);
        this.timeoutNanos = options.timeout().map(Call::nanos).orElse(NO_LIMIT);
        this.softTimeoutNanos = options.softTimeout().map(Call::nanos).orElse(NO_LIMIT);
        this.inspectsResults =
                options.failFast() || options.retries() > 0 && options.retryOn().contains(RetryOn.ERROR);
        this.delivery = delivery;
        this.whenSettled = whenSettled;
        this.client = Share.clientOf(options);
    }

    /** The number of the call within its pool. */
    public long id() {
        return id;
    }

    /** The function that is applied to each item. */
    public EncodedFunction function() {
        return function;
    }

    /** The options of the call. */
    public TaskOptions options() {
        return options;
    }

    /** The client that shares the workers with others: the name that the options have, or the thread of the call. */
    public Object client() {
        return client;
    }

    private static long nanos(Duration duration) {
        try {
            return Math.min(MAX_NANOS, Math.max(-MAX_NANOS, duration.toNanos()));
        } catch (ArithmeticException e) {
            return duration.isNegative() ? -MAX_NANOS : MAX_NANOS;
        }
    }

    /** The time on {@code System.nanoTime()} at which items that have not started expire, or {@link #NO_LIMIT}. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Whether the backend knows of the deadline. Guarded by the lock of the backend, as {@link #keepDeadline}. */
    public boolean isDeadlineKept() {
        return deadlineKept;
    }

    /** Notes that the backend knows of the deadline. */
    public void keepDeadline() {
        deadlineKept = true;
    }

    /** The wait in nanoseconds before the item is run again after {@code attempt}, from 1; not jittered yet. */
    public double retryNanos(int attempt) {
        return Backoff.nanos(options.retryDelay().toNanos(), Math.min(MAX_DOUBLINGS, attempt - 1), MAX_NANOS);
    }

    /** Whether the deadline has passed. */
    public boolean hasExpired() {
        return deadlineNanos != NO_LIMIT && deadlineNanos - System.nanoTime() <= 0;
    }

    /** The reason for which items that had not started at the deadline are given up. */
    public Settlement.Why expiry() {
        return () -> new TaskExpiredException("an item of task " + id + " had not started at its deadline, "
                + options.deadline().orElseThrow());
    }

    /** How long an item may run before its worker is killed, or {@link #NO_LIMIT}. */
    public long timeoutNanos() {
        return timeoutNanos;
    }

    /** How long an item may run before it is interrupted, or {@link #NO_LIMIT}. */
    public long softTimeoutNanos() {
        return softTimeoutNanos;
    }

    /** The shorter of {@link #timeoutNanos} and {@link #softTimeoutNanos}. */
    public long firstLimitNanos() {
        return Math.min(timeoutNanos, softTimeoutNanos);
    }

    /** Whether the backend has to look at each result: a failed item may be run again, or may end the call. */
    public boolean inspectsResults() {
        return inspectsResults;
    }

    /** Whether each settlement is useful at once, and not only all of them together. */
    public boolean wantsEachResult() {
        return delivery != Delivery.WHOLE || inspectsResults;
    }

    /**
     * Adds to the number of submitted items, before they are handed to the backend.
     *
     * @return the index of the first of them, or -1 once the call is sealed
     */
    public synchronized long reserve(int count) {
        if (sealed) {
            return -1;
        }
        long first = submitted;
        submitted += count;
        return first;
    }

    /** Says that no more items will follow. Idempotent. */
    public void seal() {
        synchronized (this) {
            sealed = true;
            updateReady();
        }
        signal();
    }

    /** Marks the call as cancelled: items that were not submitted yet will not be. */
    public void markCancelled() {
        cancelled = true;
    }

    /** Whether the call was cancelled. */
    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Adds the settlement of some items. Called under the lock of the backend, which calls {@link #signal} once it has
     * released that lock.
     */
    public synchronized void settle(Settlement settlement) {
        settled += settlement.count();
        if (delivery != Delivery.INPUT_ORDER) {
            arrived.add(settlement);
        } else if (settlement.firstIndex() == nextIndex) {
            deliver(settlement);
            for (Settlement next; (next = early.remove(nextIndex)) != null; ) {
                deliver(next);
            }
        } else {
            early.put(settlement.firstIndex(), settlement);
        }
        updateReady();
    }

    private void deliver(Settlement settlement) {
        arrived.add(settlement);
        nextIndex += settlement.count();
    }

    private void updateReady() {
        ready = isSettledNow() || delivery != Delivery.WHOLE && !arrived.isEmpty();
    }

    private boolean isSettledNow() {
        return sealed && settled == submitted;
    }

    /** Whether the awaited event has happened: {@link Delivery#WHOLE} or a settlement to take. */
    public boolean isReady() {
        return ready;
    }

    /** Whether the call is sealed and every item has its outcome. */
    public synchronized boolean isSettled() {
        return isSettledNow();
    }

    /** Wakes the waiting threads if the call is ready, and runs {@code whenSettled} once if all items are settled. */
    public void signal() {
        List<Thread> wake = List.of();
        boolean last = false;
        synchronized (this) {
            if (ready && !waiters.isEmpty()) {
                wake = List.copyOf(waiters);
            }
            if (!saidSettled && isSettledNow()) {
                saidSettled = true;
                last = true;
            }
        }
        wake.forEach(LockSupport::unpark);
        if (last) {
            shared.release();
            whenSettled.run();
        }
    }

    /** Registers a thread that is about to sleep; returns false if the call is ready, so that it need not sleep. */
    public synchronized boolean addWaiter(Thread thread) {
        if (ready) {
            return false;
        }
        waiters.add(thread);
        return true;
    }

    /** Ends a registration. */
    public synchronized void removeWaiter(Thread thread) {
        waiters.remove(thread);
    }

    /** Takes all settlements that have arrived. */
    public synchronized List<Settlement> takeAll() {
        List<Settlement> all = new ArrayList<>(arrived);
        arrived.clear();
        updateReady();
        return all;
    }

    /** Takes the next settlement; null if none has arrived. */
    public synchronized Settlement take() {
        Settlement next = arrived.poll();
        updateReady();
        return next;
    }

    /** The number of items that were submitted so far. */
    public synchronized long submitted() {
        return submitted;
    }
}
