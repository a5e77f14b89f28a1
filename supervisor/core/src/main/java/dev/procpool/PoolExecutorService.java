package dev.procpool;

import dev.procpool.task.Task;
import java.util.concurrent.ExecutorService;

/**
 * A pool as an {@link ExecutorService}, as Python's {@code ProcessPoolExecutor}; from {@link Pool#asExecutorService}.
 * Thread-safe.
 *
 * <p>The whole contract holds, with these additions. A task runs in a worker, as a copy: it must be {@code Serializable}, or
 * it is refused with a {@code RejectedExecutionException} whose cause says why. Lambdas given to {@link #submit(Task)} are. What
 * wraps tasks into objects of its own that are not ({@code CompletableFuture.supplyAsync}, {@code ExecutorCompletionService})
 * cannot use it; {@link TaskFuture#toCompletableFuture} serves instead.
 * A worker that dies fails the one task that it was running ({@link WorkerDiedException} as the cause of the {@code
 * ExecutionException}, a new one for each), and the executor goes on. {@code cancel(true)} kills. After a shutdown, or when the
 * pool is broken, tasks are refused with a {@code RejectedExecutionException}.
 */
public interface PoolExecutorService extends ExecutorService, AutoCloseable {

    /** Submits a task; a lambda is a {@code Task} here, not a {@code Callable}, so that it can travel. */
    <R> TaskFuture<R> submit(Task<R> task);

    /** Shuts down and waits, as {@link Pool#close}. */
    @Override
    void close();
}
