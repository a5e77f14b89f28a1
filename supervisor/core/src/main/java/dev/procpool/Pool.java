package dev.procpool;

import dev.procpool.internal.open.PoolAssembly;
import dev.procpool.task.Shared;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A pool of worker JVMs that run functions, mirroring Python's {@code multiprocessing.Pool}.
 *
 * <pre>{@code
 * try (Pool pool = Pool.open(4)) {
 *     List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3));
 * }
 * }</pre>
 *
 * <p><b>Delivery.</b> Every item has exactly one outcome. An item whose worker dies while running it fails with {@link
 * WorkerDiedException}, and only that item; items that the worker had not started run elsewhere. An item runs at most
 * once, with one exception: results that took less than about 50 µs are sent back in small batches, and items that were
 * finished but whose results were not yet sent when their worker died run again. {@link TaskOptions#commitPerItem()}
 * rules that out.
 *
 * <p><b>Threads.</b> Thread-safe. A pool never keeps a JVM alive: its threads are daemons, and its workers end together
 * with the supervisor, however it ends. A pool that is opened within a worker starts its own workers at its first use.
 *
 * <p><b>Lifecycle.</b> {@link #shutdown} lets submitted items finish, {@link #terminate} kills, {@link #join} waits,
 * and {@link #close} shuts down and joins. (Leaving Python's {@code with} block terminates instead.)
 */
public interface Pool extends Tasks, AutoCloseable {

    /**
     * Opens a pool of the default size, see {@link PoolBuilder#processes}. Returns without waiting for the workers.
     *
     * @throws PoolException if no run directory can be made
     */
    static Pool open() {
        return builder().open();
    }

    /**
     * Opens a pool of {@code processes} workers. Returns without waiting for them.
     *
     * @throws IllegalArgumentException if {@code processes} is less than 1; nothing was started then
     * @throws PoolException if no run directory can be made
     */
    static Pool open(int processes) {
        return builder().processes(processes).open();
    }

    /** Starts the configuration of a pool. */
    static PoolBuilder builder() {
        return new PoolBuilder();
    }

    /**
     * Opens a pool with the same interface over {@code threads} threads of this JVM, as Python's {@code ThreadPool}.
     * Nothing is serialized, exceptions are thrown as they are, and running items cannot be killed: {@link #terminate}
     * interrupts them.
     *
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    static Pool ofThreads(int threads) {
        return PoolAssembly.ofThreads(threads, Optional.empty());
    }

    /**
     * As {@link #ofThreads(int)}, with a listener of the items: how many are settled, and how far the running ones are.
     * It hears nothing of the threads themselves.
     */
    static Pool ofThreads(int threads, PoolListener listener) {
        return PoolAssembly.ofThreads(threads, Optional.of(listener));
    }

    /** The calls of this pool with {@code options} instead of the default ones. */
    Tasks with(TaskOptions options);

    /**
     * Waits until every worker is ready.
     *
     * @return whether all workers were ready before the timeout ended
     * @throws IllegalStateException after a shutdown
     * @throws PoolBrokenException if a worker cannot be started
     */
    boolean awaitReady(Duration timeout) throws InterruptedException;

    /** Accepts no new calls; submitted items still run. Idempotent; does not wait. */
    void shutdown();

    /** Kills running items and cancels the others: every future completes. Idempotent; does not wait. */
    void terminate();

    /**
     * Waits until all workers have exited.
     *
     * @throws IllegalStateException before {@link #shutdown} or {@link #terminate}, as in Python
     */
    void join() throws InterruptedException;

    /**
     * Waits until all workers have exited, or the timeout has ended.
     *
     * @return whether all workers have exited
     * @throws IllegalStateException before {@link #shutdown} or {@link #terminate}
     */
    boolean join(Duration timeout) throws InterruptedException;

    /**
     * Shuts down and waits for all submitted items, without a limit of time: an item that never ends is ended by its
     * {@link TaskOptions timeout}, by {@link TaskFuture#cancel cancelling} it, or by {@link #terminate}. If the caller
     * is interrupted, the pool is terminated and the interrupt status stays set, as with {@code
     * ExecutorService.close()}. Idempotent.
     */
    @Override
    void close();

    /**
     * Replaces a worker: a new one starts, and once it is ready the old one gets no further items, finishes the items
     * that it has started, and leaves. Does not wait. In a pool of threads there is nothing to replace.
     *
     * @throws IllegalArgumentException if there is no such worker
     * @throws IllegalStateException after a shutdown
     */
    void restart(int workerId);

    /**
     * Replaces all workers as {@link #restart} does, one after the other. Does not wait.
     *
     * @throws IllegalStateException after a shutdown
     */
    void restartAll();

    /**
     * Changes the number of workers. New workers start at once; surplus workers get no further items, finish the items
     * that they have started, and leave. Does not wait.
     *
     * @throws IllegalArgumentException if {@code processes} is less than 1
     * @throws IllegalStateException after a shutdown
     * @throws UnsupportedOperationException by a pool of threads
     */
    void resize(int processes);

    /**
     * Shares a value with the workers: it is encoded now, once, and each worker that runs an item with the handle
     * decodes it once, however many calls there are. See {@link Shared}.
     *
     * <pre>{@code
     * try (Shared<Model> model = pool.share(loadModel())) {
     *     return pool.map(line -> model.get().score(line), lines);
     * }
     * }</pre>
     *
     * <p>The encoding goes to a worker in one piece, so {@link PoolBuilder#maxPayload} limits it, and a worker needs
     * memory for the piece, its copy and the value at the same time. A pool of threads passes the value as it is.
     *
     * @throws ArgumentSerializationException if the value cannot be encoded, or has a handle of a shared value
     * @throws PayloadTooLargeException if its encoding is larger than the limit
     * @throws IllegalStateException after a shutdown
     * @throws PoolBrokenException if the pool is broken
     */
    <T> Shared<T> share(T value);

    /**
     * This pool as an {@link java.util.concurrent.ExecutorService}, with the whole contract of that interface; the same
     * object at each call. Tasks
     * must be {@code Serializable}: lambdas given to {@link PoolExecutorService#submit(dev.procpool.task.Task)} are.
     * The shutdown of the executor is that of the pool.
     */
    PoolExecutorService asExecutorService();

    /**
     * The workers as they are now, by worker id. During a planned replacement both workers are listed, the older first.
     */
    List<WorkerInfo> workers();

    /** The numbers of the pool as they are now. */
    PoolStats stats();
}
