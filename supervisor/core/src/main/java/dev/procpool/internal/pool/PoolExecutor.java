package dev.procpool.internal.pool;

import dev.procpool.ArgumentSerializationException;
import dev.procpool.Pool;
import dev.procpool.PoolException;
import dev.procpool.PoolExecutorService;
import dev.procpool.TaskFuture;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.base.Times;
import dev.procpool.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The {@link PoolExecutorService} of a pool: one for each pool, which knows all tasks. Thread-safe. */
final class PoolExecutor implements PoolExecutorService {

    /** A task that was submitted and may not have started. Equal to itself only, whatever the user's objects say. */
    private static final class Submitted {

        private final Runnable original;
        private final CallFuture<?> future;

        Submitted(Runnable original, CallFuture<?> future) {
            this.original = original;
            this.future = future;
        }

        /** Calls are numbered in the order in which they begin. */
        long number() {
            return future.taskId();
        }
    }

    private final Pool pool;
    private final Backend backend;
    private final CallTasks tasks;
    private final Set<Submitted> open = ConcurrentHashMap.newKeySet();

    PoolExecutor(Pool pool, Backend backend, CallTasks tasks) {
        this.pool = pool;
        this.backend = backend;
        this.tasks = tasks;
    }

    // ---- submitting

    @Override
    public <R> TaskFuture<R> submit(Task<R> task) {
        Objects.requireNonNull(task, "task");
        return track(task, start(task, task));
    }

    @Override
    public <R> Future<R> submit(Callable<R> task) {
        Objects.requireNonNull(task, "task");
        Task<R> sent = new CallableTask<>(task);
        return track(task, start(sent, task));
    }

    @Override
    public Future<?> submit(Runnable task) {
        Objects.requireNonNull(task, "task");
        return track(task, start(new RunnableTask(task), task));
    }

    @Override
    public <R> Future<R> submit(Runnable task, R result) {
        Objects.requireNonNull(task, "task");
        return new FutureWithResult<>(track(task, start(new RunnableTask(task), task)), result);
    }

    @Override
    public void execute(Runnable command) {
        submit(Objects.requireNonNull(command, "command"));
    }

    /** @param given the task as the user gave it */
    private <R> CallFuture<R> start(Task<R> task, Object given) {
        try {
            return tasks.applyAsync(task);
        } catch (ArgumentSerializationException e) {
            throw new RejectedExecutionException(TravelAdvice.on(given).orElse(e.getMessage()), e);
        } catch (IllegalStateException | PoolException e) {
            // A CancellationException is an IllegalStateException: this thread was interrupted while it waited for
            // room.
            throw new RejectedExecutionException(e.getMessage(), e);
        }
    }

    private <R> TaskFuture<R> track(Object task, CallFuture<R> future) {
        Submitted submitted = new Submitted(task instanceof Runnable runnable ? runnable : new NeverRun(task), future);
        open.add(submitted);
        future.whenSettled(() -> open.remove(submitted));
        return future;
    }

    /** Stands for a task that is not a runnable, in the result of {@link #shutdownNow}. */
    private record NeverRun(Object task) implements Runnable {

        @Override
        @SuppressWarnings("unchecked")
        public void run() {
            try {
                ((Callable<Object>) task).call();
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    // ---- many at once

    @Override
    public <R> List<Future<R>> invokeAll(Collection<? extends Callable<R>> tasks) throws InterruptedException {
        return invokeAll(tasks, Times.LONGEST_WAIT, TimeUnit.NANOSECONDS);
    }

    @Override
    public <R> List<Future<R>> invokeAll(Collection<? extends Callable<R>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        Objects.requireNonNull(tasks, "tasks");
        long deadline = Times.in(timeout, Objects.requireNonNull(unit, "unit"));
        List<Future<R>> futures = new ArrayList<>(tasks.size());
        boolean all = false;
        try {
            for (Callable<R> task : tasks) {
                futures.add(submit(task));
            }
            for (Future<R> future : futures) {
                if (!isDoneUntil(future, deadline)) {
                    return futures;
                }
            }
            all = true;
            return futures;
        } finally {
            if (!all) {
                futures.forEach(future -> future.cancel(true));
            }
        }
    }

    private static boolean isDoneUntil(Future<?> future, long deadline) throws InterruptedException {
        try {
            future.get(Times.left(deadline), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException | CancellationException e) {
            // It is done; the caller asks its future for the result.
        }
        return true;
    }

    @Override
    public <R> R invokeAny(Collection<? extends Callable<R>> tasks) throws InterruptedException, ExecutionException {
        try {
            return invokeAny(tasks, Times.LONGEST_WAIT, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public <R> R invokeAny(Collection<? extends Callable<R>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (Objects.requireNonNull(tasks, "tasks").isEmpty()) {
            throw new IllegalArgumentException("tasks must not be empty");
        }
        long deadline = Times.in(timeout, Objects.requireNonNull(unit, "unit"));
        BlockingQueue<CallFuture<R>> done = new LinkedBlockingQueue<>();
        List<CallFuture<R>> futures = new ArrayList<>(tasks.size());
        try {
            for (Callable<R> task : tasks) {
                Task<R> sent = new CallableTask<>(Objects.requireNonNull(task, "task"));
                CallFuture<R> future = start(sent, task);
                track(task, future);
                futures.add(future);
                future.toCompletableFuture().whenComplete((value, failure) -> done.add(future));
            }
            return firstSuccess(done, futures.size(), deadline);
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    /** The result of the first of {@code count} futures that succeeds, in the order in which they are done. */
    private <R> R firstSuccess(BlockingQueue<CallFuture<R>> done, int count, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        ExecutionException failed = null;
        for (int i = 0; i < count; i++) {
            CallFuture<R> next = done.poll(Times.left(deadline), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new TimeoutException(
                        "none of " + count + " tasks has succeeded in time (pool: " + backend.stats() + ")");
            }
            try {
                return next.get();
            } catch (ExecutionException e) {
                failed = e;
            } catch (CancellationException e) {
                failed = new ExecutionException(e);
            }
        }
        throw failed;
    }

    // ---- ending

    @Override
    public void shutdown() {
        pool.shutdown();
    }

    /**
     * Cancels the tasks that have not started, and returns them in the order of their submission; kills the workers of
     * those that run.
     */
    @Override
    public List<Runnable> shutdownNow() {
        pool.shutdown();
        List<Runnable> neverStarted = new ArrayList<>();
        List<Submitted> inOrder = open.stream()
                .sorted(Comparator.comparingLong(Submitted::number))
                .toList();
        for (Submitted submitted : inOrder) {
            CallFuture<?> future = submitted.future;
            if (!future.isDone()) {
                backend.cancel(future.call(), Backend.Running.IS_AWAITED);
                if (future.isDone() && future.wasGivenUp()) {
                    neverStarted.add(submitted.original);
                }
            }
        }
        pool.terminate();
        return neverStarted;
    }

    @Override
    public boolean isShutdown() {
        return backend.isShutdown();
    }

    /** The answer for a thread that is interrupted is the same: the thread does not wait. */
    @Override
    public boolean isTerminated() {
        boolean interrupted = Thread.interrupted();
        try {
            return backend.isShutdown() && backend.join(System.nanoTime());
        } catch (InterruptedException e) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        Duration bound = Duration.ofNanos(Times.nanos(timeout, Objects.requireNonNull(unit, "unit")));
        return backend.isShutdown() ? pool.join(bound) : backend.join(Times.in(bound));
    }

    @Override
    public void close() {
        pool.close();
    }

    @Override
    public String toString() {
        return "executor of " + pool;
    }
}
