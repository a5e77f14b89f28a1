package dev.procpool.internal.pool;

import dev.procpool.Pool;
import dev.procpool.TaskFuture;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.base.Times;
import dev.procpool.protocol.message.DurationForPeople;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The future of a whole call. Thread-safe. The outcomes of the call are decoded once: by the first thread that asks for
 * the result, or on the completion executor when there are dependents.
 */
final class CallFuture<R> implements TaskFuture<R> {

    /** For a call that takes longer than this, the time to wake another thread does not matter. */
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Keeps the pool from being taken for forgotten while the program holds this future. */
    private final Pool pool;

    private final Backend backend;
    private final OutcomeDecoder decoder;
    private final Completions completions;
    private final Function<List<Object>, R> combine;
    private Call call;
    private Decoded<R> result; // guarded by this
    private final List<ComposedFuture<R>> dependents = new ArrayList<>(1); // guarded by itself
    private int completing; // guarded by dependents
    private volatile boolean cancelled;
    private volatile Runnable afterwards = () -> {};

    /**
     * A future without a call.
     *
     * @param pool the pool that is kept
     * @param combine makes the result of all values, in the order of the input
     */
    CallFuture(
            Pool pool,
            Backend backend,
            OutcomeDecoder decoder,
            Completions completions,
            Function<List<Object>, R> combine) {
        this.pool = pool;
        this.backend = backend;
        this.decoder = decoder;
        this.completions = completions;
        this.combine = combine;
    }

    /** Binds the future to its call, before either is published. */
    void bind(Call bound) {
        call = bound;
    }

    Call call() {
        return call;
    }

    /** Runs {@code action} once the call is settled; at once if it is. */
    void whenSettled(Runnable action) {
        afterwards = action;
        if (call.isSettled()) {
            action.run();
        }
    }

    /** Says that the call is settled. Called once, without any lock. */
    void settled() {
        backend.finished(call);
        afterwards.run();
        boolean complete;
        synchronized (dependents) {
            complete = !dependents.isEmpty() && completing == 0;
        }
        if (complete) {
            completions.execute(this::completeDependents);
        }
    }

    /**
     * Waits up to a millisecond for the call, and completes its only dependent on this thread if the call was settled
     * in that time. Does nothing if there are other dependents, if the call is settled already, or if all completions
     * belong on the user's executor.
     *
     * @param stillOnly whether the dependent, and each future that depends on it, still has no other dependents
     */
    void completeIfQuick(BooleanSupplier stillOnly) throws InterruptedException {
        synchronized (dependents) {
            if (dependents.size() != 1 || call.isSettled() || completions.areUsers()) {
                return;
            }
            completing++;
        }
        boolean ready = false;
        List<ComposedFuture<R>> taken = List.of();
        try {
            ready = backend.await(call, Times.in(QUICK_NANOS))
                    && !Thread.currentThread().isInterrupted();
        } finally {
            synchronized (dependents) {
                completing--;
                if (ready && call.isSettled() && dependents.size() == 1 && stillOnly.getAsBoolean()) {
                    taken = takeDependents();
                }
            }
            if (taken.isEmpty() && call.isSettled()) {
                completions.execute(this::completeDependents);
            }
        }
        complete(taken);
    }

    private void completeDependents() {
        List<ComposedFuture<R>> taken;
        synchronized (dependents) {
            taken = takeDependents();
        }
        complete(taken);
    }

    /** Takes the dependents, under their monitor. */
    private List<ComposedFuture<R>> takeDependents() {
        List<ComposedFuture<R>> taken = List.copyOf(dependents);
        dependents.clear();
        return taken;
    }

    private void complete(List<ComposedFuture<R>> futures) {
        for (ComposedFuture<R> future : futures) {
            future.forgetSource();
            try {
                Decoded<R> done = result();
                if (done.failure() == null) {
                    future.complete(done.value());
                } else if (done.failure() instanceof CancellationException && !done.isGivenUp()) {
                    future.completeExceptionally(
                            new CompletionException(done.failure())); // by itself it would be cancelled
                } else {
                    future.completeExceptionally(done.failure());
                }
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        }
    }

    /** Decodes, which runs code of the user: a thread that settles items must not wait for this monitor. */
    private synchronized Decoded<R> result() {
        if (result == null) {
            try {
                result = Decoded.of(call, decoder, combine);
            } catch (Throwable e) {
                // Settlements are taken only once: so every later caller gets this failure, too.
                result = Decoded.undecodable(e);
            }
        }
        return result;
    }

    /** Waits for a call that this thread has just submitted; gives its value or throws as the blocking calls do. */
    R await() throws InterruptedException {
        try {
            backend.awaitSubmitted(call, Times.in(Times.LONGEST_WAIT));
        } catch (InterruptedException e) {
            backend.cancel(call, Backend.Running.IS_STOPPED);
            throw e;
        }
        Decoded<R> done = result();
        if (done.failed() != null) {
            done.failed().get();
        }
        return done.value();
    }

    @Override
    public R get() throws InterruptedException, ExecutionException {
        backend.await(call, Times.in(Times.LONGEST_WAIT));
        return report();
    }

    @Override
    public R get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (!backend.await(call, Times.in(timeout, Objects.requireNonNull(unit, "unit")))) {
            throw new TimeoutException("task " + call.id() + " was not done within "
                    + DurationForPeople.of(Duration.ofNanos(Times.nanos(timeout, unit))) + " (pool: "
                    + pool.stats() + ")");
        }
        return report();
    }

    private R report() throws ExecutionException {
        Decoded<R> done = result();
        if (cancelled || done.isGivenUp()) {
            CancellationException e = new CancellationException("task " + call.id() + " was cancelled");
            e.initCause(done.failure());
            throw e;
        }
        if (done.failure() != null) {
            throw new ExecutionException(done.failure());
        }
        return done.value();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (call.isSettled()) {
            return false;
        }
        cancelled = true;
        backend.cancel(call, mayInterruptIfRunning ? Backend.Running.IS_STOPPED : Backend.Running.MAY_FINISH);
        return true;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public boolean isDone() {
        return call.isSettled();
    }

    @Override
    public long taskId() {
        return call.id();
    }

    @Override
    public OptionalInt workerId() {
        int workerId = call.isSettled() ? result().workerId() : 0;
        return workerId == 0 ? OptionalInt.empty() : OptionalInt.of(workerId);
    }

    @Override
    public OptionalLong pid() {
        long pid = call.isSettled() ? result().pid() : 0;
        return pid == 0 ? OptionalLong.empty() : OptionalLong.of(pid);
    }

    @Override
    public CompletableFuture<R> toCompletableFuture() {
        ComposedFuture<R> future = ComposedFuture.of(this);
        synchronized (dependents) {
            dependents.add(future);
        }
        if (call.isSettled()) {
            completions.execute(this::completeDependents);
        } else {
            backend.attend();
        }
        return future;
    }

    /** Whether the items of the call were given up. To be called only when the call is done. */
    boolean wasGivenUp() {
        return result().isGivenUp();
    }

    @Override
    public String toString() {
        return "task " + call.id() + (cancelled ? " (cancelled)" : isDone() ? " (done)" : " (not done)");
    }
}
