package dev.procpool.internal.backend;

import dev.procpool.PoolStats;
import dev.procpool.WorkerInfo;
import java.util.List;

/**
 * The place where items run: worker processes, or threads. Thread-safe.
 *
 * <p>A backend settles every item of every batch that it accepted, exactly once, through {@link Call#settle}.
 */
public interface Backend {

    /** Whether functions and items cross as bytes, so that the front has to encode them. */
    boolean encodes();

    /** The number of workers. */
    int size();

    /**
     * Accepts items. Afterwards the caller has to {@link #await} their call, or to call {@link #attend}.
     *
     * @throws java.util.concurrent.CancellationException after {@link #terminate}, as the call has begun
     * @throws IllegalStateException after a shutdown
     * @throws dev.procpool.PoolBrokenException if the pool is broken
     */
    void submit(Batch batch);

    /**
     * Says that {@code source} has items: they are taken when all items are sent that the client of their call
     * submitted before. To be followed by {@link #attend}, and to be called again when the source has items after all
     * of them were taken.
     *
     * @throws java.util.concurrent.CancellationException after {@link #terminate}, as the call has begun
     * @throws IllegalStateException after a shutdown
     * @throws dev.procpool.PoolBrokenException if the pool is broken
     */
    void offer(Source source);

    /** A source from which a backend takes items when it has sent the others. */
    interface Source {

        /** The call that the items belong to. */
        Call call();

        /** Takes all items; null if there are none. Called under the lock of the backend. */
        Batch take();

        /** Says that items were taken. Called without any lock. */
        void taken();
    }

    /** Makes sure that results are read although no thread waits for them. */
    void attend();

    /** Makes waiting threads look again: a call was settled or sealed outside of the backend. */
    void nudge();

    /**
     * Says whether a new call may begin.
     *
     * @throws IllegalStateException after a shutdown
     * @throws dev.procpool.PoolBrokenException if the pool is broken
     */
    void requireOpen();

    /** Throws the exceptions that {@link #submit} would throw now, without submitting anything. */
    void requireOpenForMore();

    /**
     * Waits until {@link Call#isReady}, or until a time on {@code System.nanoTime()}.
     *
     * @return whether the call is ready
     */
    boolean await(Call call, long deadlineNanos) throws InterruptedException;

    /** As {@link #await}, for a thread that has just submitted the whole call and has probed its stack then. */
    default boolean awaitSubmitted(Call call, long deadlineNanos) throws InterruptedException {
        return await(call, deadlineNanos);
    }

    /** Says that {@link Call#takesMore} of a call was true: its items need not wait any more. */
    default void takesMore() {
        // Where results are not encoded, no items wait.
    }

    /** Settles the remaining items of a call as cancelled. */
    void cancel(Call call, Running running);

    /** Says that a call is settled: its function may be forgotten. */
    void finished(Call call);

    /** Says that no item refers to a shared value any more: workers forget it. Idempotent. */
    void forget(long sharedId);

    /**
     * Replaces a worker as planned.
     *
     * @throws IllegalArgumentException if there is no such worker
     * @throws IllegalStateException after a shutdown
     */
    void restart(int workerId);

    /**
     * Replaces all workers, one after the other.
     *
     * @throws IllegalStateException after a shutdown
     */
    void restartAll();

    /**
     * Changes the number of workers.
     *
     * @throws IllegalStateException after a shutdown
     * @throws UnsupportedOperationException by a pool of threads
     */
    void resize(int size);

    /**
     * Waits until every worker is ready, or until a time on {@code System.nanoTime()}.
     *
     * @return whether all are ready
     * @throws IllegalStateException after a shutdown
     * @throws dev.procpool.PoolBrokenException if the pool is broken
     */
    boolean awaitReady(long deadlineNanos) throws InterruptedException;

    /** Accepts no new calls; accepted items still run. Idempotent; does not wait. */
    void shutdown();

    /** Stops running items and settles all items as cancelled. Idempotent; does not wait. */
    void terminate();

    /**
     * Waits until all workers have ended, or until a time on {@code System.nanoTime()}.
     *
     * @return whether they have
     */
    boolean join(long deadlineNanos) throws InterruptedException;

    /** Whether no new calls are accepted. */
    boolean isShutdown();

    /** The workers as they are now. */
    List<WorkerInfo> workers();

    /** The numbers of the pool as they are now. */
    PoolStats stats();

    /** The effect of a cancellation on items that are running. */
    enum Running {
        /** They run to their end, and their results are dropped. */
        MAY_FINISH,
        /** They run to their end, and their results are delivered. */
        IS_AWAITED,
        /** Their workers are killed, or their threads interrupted. */
        IS_STOPPED
    }
}
