package dev.procpool;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * The result of a call that was submitted. Thread-safe.
 *
 * <p>{@code get} throws an {@code ExecutionException} whose cause is what the task threw, with the worker's frames; that is a {@link
 * RemoteTaskException} where the original cannot be rebuilt, or cannot be shown. It decodes the result, which may run code of the
 * user, and takes its time also where {@code get} has a limit. A
 * thread that waits in {@code get} may read the results of others on the way. When {@code get} has waited for as long as it may the task
 * runs on, and keeps its worker: {@link #cancel} ends it, and {@link TaskOptions#timeout} does so by itself.
 *
 * @param <R> the type of the result
 */
public interface TaskFuture<R> extends Future<R> {

    /** The number of this call within its pool, from 1. */
    long taskId();

    /** The worker that ran the item, once that is known; empty for a call of several items. */
    OptionalInt workerId();

    /** The process id of the worker that ran the item, once that is known; empty for a call of several items. */
    OptionalLong pid();

    /**
     * Cancels what is not done yet: pending items never run, and with {@code mayInterruptIfRunning} the worker of a running
     * item is killed and replaced. Without it, a running item runs to its end and its result is dropped.
     *
     * @return false if the call was done already
     */
    @Override
    boolean cancel(boolean mayInterruptIfRunning);

    /**
     * A future for composition and callbacks. It is completed, and dependents without an executor run, on the pool's
     * completion executor; or, unless that was given by the user and if nothing else depends on it, on the thread that waits,
     * without a time limit, for it or for the last of what depends on it; an interrupt of that thread reaches dependents
     * that it runs. Cancelling it does not cancel the call.
     */
    CompletableFuture<R> toCompletableFuture();
}
