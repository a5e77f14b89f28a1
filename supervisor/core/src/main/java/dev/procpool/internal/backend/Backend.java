package dev.procpool.internal.backend;

import dev.procpool.PoolStats;
import dev.procpool.WorkerInfo;
import java.util.List;

/**
 * Where items run: in worker processes, or in threads. Thread-safe.
 *
 * <p>A backend settles every item of every batch that it accepted, exactly once, through {@link Call#settle}.
 */
public interface Backend {

    /** Whether functions and items cross as bytes, so that the front has to encode them. */
    boolean encodes();

    /** How many workers it has. */
    int size();

    /**
     * Accepts items; somebody must {@link #await} the call, or {@link #attend} must be called afterwards.
     *
     * @throws IllegalStateException after a shutdown
     * @throws dev.procpool.PoolBrokenException if the pool is broken
     */
    void submit(Batch batch);

    /**
     * Says that there is something to take: it is taken as soon as workers would have nothing to do without it. To be followed by
     * {@link #attend}, and said again when there is something after everything was taken.
     *
     * @throws IllegalStateException after a shutdown
     * @throws dev.procpool.PoolBrokenException if the pool is broken
     */
    void offer(Source source);

    /** Where a backend takes items from when it runs out of them. */
    interface Source {

        /** All that there is; null if there is nothing. Called under the lock of the backend. */
        Batch take();

        /** Something was taken. Called without any lock. */
        void taken();
    }

    /** Makes sure that results are taken in although no thread waits for them. */
    void attend();

    /** Something was settled or sealed outside of the backend: whoever waits in it has to look again. */
    void nudge();

    /** The same refusals as {@link #submit}, without submitting anything. */
    void requireOpen();

    /**
     * Waits until {@link Call#isReady}, or until a time on {@code System.nanoTime()}.
     *
     * @return whether the call is ready
     */
    boolean await(Call call, long deadlineNanos) throws InterruptedException;

    /** The same for who has just submitted all of it, and has found then that its stack has room for what this takes. */
    default boolean awaitSubmitted(Call call, long deadlineNanos) throws InterruptedException {
        return await(call, deadlineNanos);
    }

    /** Settles what is left of a call as cancelled. */
    void cancel(Call call, Running running);

    /** Nothing of the call will come any more: what is known of its function may be forgotten. */
    void finished(Call call);

    /** Replaces a worker as planned. */
    void restart(int workerId);

    /** Replaces all workers, one after the other. */
    void restartAll();

    void resize(int size);

    boolean awaitReady(long deadlineNanos) throws InterruptedException;

    void shutdown();

    void terminate();

    /** Waits until everything has ended, or until a time on {@code System.nanoTime()}. */
    boolean join(long deadlineNanos) throws InterruptedException;

    /** Whether no new calls are accepted. */
    boolean isShutdown();

    List<WorkerInfo> workers();

    PoolStats stats();

    /** What a cancellation does to items that are running. */
    enum Running {
        /** They run to their end, and their results are dropped. */
        MAY_FINISH,
        /** They run to their end, and their results are delivered. */
        IS_AWAITED,
        /** Their workers are killed, or their threads interrupted. */
        IS_STOPPED
    }
}
