package dev.procpool;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * The result of a call that was submitted, mirroring Python's {@code AsyncResult}. Thread-safe.
 *
 * <p>{@code get} throws an {@code ExecutionException} whose cause is the exception of the task, with the frames of the
 * worker; the cause is a {@link RemoteTaskException} where the original cannot be rebuilt or cannot be shown. {@code
 * get} decodes the result, which may run code of the user and takes its time even where {@code get} has a limit. A
 * thread that waits in {@code get} may read the results of other calls meanwhile. When the limit of {@code get} has
 * passed, the task runs on and keeps its worker: {@link #cancel} ends it, and so does a {@link TaskOptions#timeout}.
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
     * Cancels the items that are not done yet: pending items never run, and with {@code mayInterruptIfRunning} the
     * worker of a running item is killed and replaced. Without it, a running item runs to its end and its result is
     * dropped.
     *
     * @return false if the call was done already
     */
    @Override
    boolean cancel(boolean mayInterruptIfRunning);

    /**
     * A future for composition and callbacks. Normally it is completed, and its dependents without an executor run, on
     * the completion executor of the pool. If that executor is not the user's and the future has no other dependents, a
     * thread that waits without a limit of time for the future, or for the last of a chain of its dependents, completes
     * the chain itself; an interrupt of that thread reaches the dependents that it runs. Cancelling the future does not
     * cancel the call.
     */
    CompletableFuture<R> toCompletableFuture();
}
