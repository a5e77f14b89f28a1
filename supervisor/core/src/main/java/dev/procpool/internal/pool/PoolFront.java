package dev.procpool.internal.pool;

import dev.procpool.Outcome;
import dev.procpool.Pool;
import dev.procpool.PoolExecutorService;
import dev.procpool.PoolStats;
import dev.procpool.Results;
import dev.procpool.TaskFuture;
import dev.procpool.TaskOptions;
import dev.procpool.Tasks;
import dev.procpool.WorkerInfo;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.base.PoolName;
import dev.procpool.internal.base.Times;
import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineSource;
import dev.procpool.task.Shared;
import dev.procpool.task.Task;
import dev.procpool.task.TaskBiFunction;
import dev.procpool.task.TaskFunction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** A pool over a backend: its lifecycle, and its calls with the default options. Thread-safe. */
public final class PoolFront implements Pool, LineCalls {

    private static final int BATCH_ITEMS = 4096;

    private final PoolName name;
    private final Backend backend;
    private final Supplier<String> share;
    private final Encoder encoder;
    private final Completions completions;
    private final Runnable whenTerminated;
    private final CallTasks defaults;
    private final PoolExecutor executor;

    /**
     * A pool over {@code backend}.
     *
     * @param share the part of the machine that each worker has, as {@link #toString} ends
     * @param maxPending how many items may wait
     * @param whenTerminated releases everything that is held for the pool outside of its backend; may be called more
     *     than once
     */
    public PoolFront(
            PoolName name,
            Backend backend,
            Supplier<String> share,
            long maxPending,
            Encoder encoder,
            OutcomeDecoder decoder,
            Completions completions,
            Runnable whenTerminated) {
        this.name = name;
        this.backend = backend;
        this.share = share;
        this.encoder = encoder;
        this.completions = completions;
        this.whenTerminated = whenTerminated;
        int batchItems = (int) Math.min(BATCH_ITEMS, maxPending);
        this.defaults = new CallTasks(this, backend, encoder, decoder, completions, batchItems, TaskOptions.defaults());
        this.executor = new PoolExecutor(this, backend, defaults);
    }

    @Override
    public Tasks with(TaskOptions options) {
        return defaults.with(Objects.requireNonNull(options, "options"));
    }

    // ---- lifecycle

    @Override
    public boolean awaitReady(Duration timeout) throws InterruptedException {
        return backend.awaitReady(Times.in(Objects.requireNonNull(timeout, "timeout")));
    }

    @Override
    public void shutdown() {
        backend.shutdown();
    }

    @Override
    public void terminate() {
        backend.terminate();
    }

    @Override
    public void join() throws InterruptedException {
        requireShutdown();
        backend.join(Times.in(Times.LONGEST_WAIT));
        released();
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        requireShutdown();
        boolean ended = backend.join(Times.in(timeout));
        if (ended) {
            released();
        }
        return ended;
    }

    private void requireShutdown() {
        if (!backend.isShutdown()) {
            throw new IllegalStateException(
                    "join needs shutdown() or terminate() first: " + name.subject() + " is still running");
        }
    }

    @Override
    public void close() {
        backend.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                backend.join(Times.in(Times.LONGEST_WAIT));
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                backend.terminate();
            }
        }
        released();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void released() {
        completions.close();
        whenTerminated.run();
    }

    @Override
    public void restart(int workerId) {
        backend.restart(workerId);
    }

    @Override
    public void restartAll() {
        backend.restartAll();
    }

    @Override
    public void resize(int processes) {
        if (processes < 1) {
            throw new IllegalArgumentException("processes must be at least 1: " + processes);
        }
        backend.resize(processes);
    }

    @Override
    public <T> Shared<T> share(T value) {
        backend.requireOpen();
        return encoder.share(value, backend::forget);
    }

    @Override
    public PoolExecutorService asExecutorService() {
        return executor;
    }

    @Override
    public List<WorkerInfo> workers() {
        return backend.workers();
    }

    @Override
    public PoolStats stats() {
        return backend.stats();
    }

    @Override
    public String toString() {
        return name.given().map(given -> "Pool " + given).orElse("Pool") + " (" + stats() + share.get() + ")";
    }

    // ---- calls with the default options

    @Override
    public <R> R apply(Task<R> task) throws InterruptedException {
        return defaults.apply(task);
    }

    @Override
    public <A, R> R apply(TaskFunction<? super A, ? extends R> function, A argument) throws InterruptedException {
        return defaults.<A, R>apply(function, argument);
    }

    @Override
    public <A, B, R> R apply(TaskBiFunction<? super A, ? super B, ? extends R> function, A first, B second)
            throws InterruptedException {
        return defaults.<A, B, R>apply(function, first, second);
    }

    @Override
    public <R> TaskFuture<R> applyAsync(Task<R> task) {
        return defaults.applyAsync(task);
    }

    @Override
    public <A, R> TaskFuture<R> applyAsync(TaskFunction<? super A, ? extends R> function, A argument) {
        return defaults.applyAsync(function, argument);
    }

    @Override
    public <A, B, R> TaskFuture<R> applyAsync(
            TaskBiFunction<? super A, ? super B, ? extends R> function, A first, B second) {
        return defaults.applyAsync(function, first, second);
    }

    @Override
    public <A, R> List<R> map(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items)
            throws InterruptedException {
        return defaults.<A, R>map(function, items);
    }

    @Override
    public <A, R> TaskFuture<List<R>> mapAsync(
            TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items) {
        return defaults.mapAsync(function, items);
    }

    @Override
    public <A, B, R> List<R> starmap(
            TaskBiFunction<? super A, ? super B, ? extends R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs)
            throws InterruptedException {
        return defaults.<A, B, R>starmap(function, pairs);
    }

    @Override
    public <A, B, R> TaskFuture<List<R>> starmapAsync(
            TaskBiFunction<? super A, ? super B, ? extends R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs) {
        return defaults.starmapAsync(function, pairs);
    }

    @Override
    public <A, R> Results<R> imap(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items) {
        return defaults.imap(function, items);
    }

    @Override
    public <A, R> Results<R> imapUnordered(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items) {
        return defaults.imapUnordered(function, items);
    }

    @Override
    public <A, R> Results<Outcome<R>> outcomes(
            TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items) {
        return defaults.outcomes(function, items);
    }

    @Override
    public LineResults lines(TaskFunction<? super String, ?> function, LineSource lines) {
        return defaults.lines(function, lines);
    }
}
