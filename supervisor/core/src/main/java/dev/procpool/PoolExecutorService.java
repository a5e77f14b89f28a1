package dev.procpool;

import dev.procpool.task.Task;
import java.util.concurrent.ExecutorService;

/**
 * A pool as an {@link ExecutorService}, mirroring Python's {@code ProcessPoolExecutor}; made by {@link
 * Pool#asExecutorService}. Thread-safe.
 *
 * <p>The whole contract of {@code ExecutorService} holds, with these additions. A task runs in a worker, as a copy: it
 * must be {@code Serializable}, or it is refused with a {@code RejectedExecutionException} whose cause gives the
 * reason. Lambdas given to {@link #submit(Task)} are. Classes that wrap tasks into objects of their own that are not
 * serializable ({@code CompletableFuture.supplyAsync}, {@code ExecutorCompletionService}) cannot use this executor;
 * {@link TaskFuture#toCompletableFuture} serves instead.
 *
 * <p>A worker that dies fails the one task that it was running, with a new {@link WorkerDiedException} as the cause of
 * each {@code ExecutionException}, and the executor goes on. {@code cancel(true)} kills the worker. After a shutdown,
 * or when the pool is broken, tasks are refused with a {@code RejectedExecutionException}.
 */
public interface PoolExecutorService extends ExecutorService, AutoCloseable {

    /**
     * Submits a task; a lambda is a {@code Task} here, not a {@code Callable}, so that it can travel.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the task cannot be encoded, the pool is broken, or it
     *     was shut down
     */
    <R> TaskFuture<R> submit(Task<R> task);

    /** Shuts down and waits, as {@link Pool#close}. */
    @Override
    void close();
}
