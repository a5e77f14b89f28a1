package dev.procpool.internal.backend;

import dev.procpool.RetryOn;
import dev.procpool.TaskOptions;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.base.WallClock;
import dev.procpool.internal.code.CallClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * One call of a user on its way: its settlements, the counts of its items, and the threads that wait for it.
 * Thread-safe by its own monitor, under which no other code is called.
 */
public final class Call {

    /** The event that a thread waits for. */
    public enum Delivery {
        /** The outcome of the only item. */
        ONE,
        /** The outcome of every item. */
        WHOLE,
        /** The next settlement, in any order. */
        COMPLETION_ORDER,
        /** The next settlement in the order of the input. */
        INPUT_ORDER
    }

    /** Stands for a limit that does not exist. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    public final SharedUses shared = new SharedUses(); // of the function and the items
    public final CallClasses classes; // of the function and the items
    public final ItemNames names; // of the items in messages
    private final long id;
    private final EncodedFunction function;
    private final TaskOptions options;
    private final long deadlineNanos;
    private volatile TimeLimits limits;
    private final boolean inspectsResults;
    private final Delivery delivery;
    private final Runnable whenSettled;
    private final Object client;
    private RetryRule retryRule; // set before the first item is submitted
    private final UntakenSettlements untaken;
    private final List<Thread> waiters = new ArrayList<>(1);
    private long submitted;
    private long settled;
    private boolean sealed;
    private boolean saidSettled;
    private boolean deadlineKept; // guarded by the lock of the backend
    private volatile boolean isFull;
    private volatile boolean ready;
    private volatile boolean cancelled;
    private volatile WallClock wallClock; // null until it is needed

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
        this.deadlineNanos = options.deadline().map(Times::at).orElse(NO_LIMIT);
        this.limits = TimeLimits.of(options);
        this.delivery = delivery;
        this.names = new ItemNames(id, delivery == Delivery.ONE);
        this.untaken = new UntakenSettlements(delivery == Delivery.INPUT_ORDER);
        this.whenSettled = whenSettled;
        this.client = Share.clientOf(options);
        this.classes = new CallClasses(function == null ? null : function.code());
        this.retryRule = new RetryRule(options, Optional.empty());
        this.inspectsResults = options.failFast() || retryRule.allows(1, RetryOn.ERROR);
    }

    /** Has code of the user asked before an item is run again. Called before the first item is submitted. */
    public void askBeforeRetry(RetryQuestion question) {
        retryRule = new RetryRule(options, Optional.of(question));
    }

    /** When items are run again. */
    public RetryRule retryRule() {
        return retryRule;
    }

    /** The number of the call within its pool. */
    public long id() {
        return id;
    }

    private boolean isWhole() {
        return delivery == Delivery.ONE || delivery == Delivery.WHOLE;
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

    /** The time on {@code System.nanoTime()} at which items that have not started expire, or {@link #NO_LIMIT}. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Notes that the backend knows of the deadline; returns whether that is news. Guarded by the backend's lock. */
    public boolean keepDeadline() {
        boolean isNews = !deadlineKept;
        deadlineKept = true;
        return isNews;
    }

    /** The clock by which the outcomes of all items say when these started: as it was set when it was first needed. */
    public WallClock wallClock() {
        if (wallClock == null) {
            synchronized (this) {
                wallClock = wallClock == null ? WallClock.now() : wallClock;
            }
        }
        return wallClock;
    }

    /** Whether the deadline has passed. */
    public boolean hasExpired() {
        return deadlineNanos != NO_LIMIT && deadlineNanos - System.nanoTime() <= 0;
    }

    /** How long an item may run. */
    public TimeLimits limits() {
        return limits;
    }

    /** Changes how long an item may run, also one that is running. */
    public void limit(TimeLimits changed) {
        limits = changed;
    }

    /** Whether the backend has to look at each result: a failed item may be run again, or may end the call. */
    public boolean inspectsResults() {
        return inspectsResults;
    }

    /** Whether each settlement is useful at once, and not only all of them together. */
    public boolean wantsEachResult() {
        return !isWhole() || inspectsResults;
    }

    /** Counts items that are about to be submitted; returns the index of the first, or -1 once the call is sealed. */
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
            update();
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
        untaken.add(settlement);
        update();
    }

    private void update() {
        ready = isSettledNow() || !isWhole() && !untaken.isEmpty();
        isFull = !isWhole() && untaken.areMany();
    }

    /** Whether results of many bytes wait for the consumer of a stream. */
    public boolean isFull() {
        return isFull;
    }

    /**
     * Whether an item is not to be sent before {@link #takesMore}, as the call is full; never the awaited item.
     */
    public boolean holdsBack(long index) {
        return isFull && isHeldBack(index);
    }

    private synchronized boolean isHeldBack(long index) {
        return isFull && untaken.holdsBack(index);
    }

    /** Whether items were held back that may be sent now, as this thread has taken results. Says so once. */
    public boolean takesMore() {
        return untaken.hasHeldBack() && takesMoreNow();
    }

    private synchronized boolean takesMoreNow() {
        return untaken.takesMore();
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
        List<Settlement> all = untaken.takeAll();
        update();
        return all;
    }

    /** Takes the next settlement; null if none has arrived. */
    public synchronized Settlement take() {
        Settlement next = untaken.take();
        update();
        return next;
    }

    /** The number of items that were submitted so far. */
    public synchronized long submitted() {
        return submitted;
    }
}
