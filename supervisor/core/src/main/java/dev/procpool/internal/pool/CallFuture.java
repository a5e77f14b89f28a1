package dev.procpool.internal.pool;

import dev.procpool.Outcome;
import dev.procpool.Pool;
import dev.procpool.TaskFuture;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * The future of a whole call. Thread-safe. Its outcomes are decoded once, by the first thread that wants them, or on the
 * completion executor when there are dependents.
 */
final class CallFuture<R> implements TaskFuture<R> {

    private static final long FOR_EVER = Long.MAX_VALUE / 2;

    /** Counted where they are, as different failures may be the same object when they are decoded. */
    private static final int MAX_SUPPRESSED = 10;

    /** Where a call takes longer than this, nobody notices what it costs to wake a thread. */
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A value, or the outcome that failed the call. */
    private record Result<R>(R value, Outcome<?> failed) {

        Throwable failure() {
            return failed == null ? null : failed.failure();
        }

        boolean isGivenUp() {
            return failed != null && CallFuture.isGivenUp(failed);
        }
    }

    /** Where the only item ran. */
    private record Place(int workerId, long pid) {}

    /** Keeps the pool from being taken for forgotten while somebody wants its results. */
    private final Pool pool;

    private final Backend backend;
    private final OutcomeDecoder decoder;
    private final Completions completions;
    private final Function<List<Object>, R> combine;
    private Call call;
    private Result<R> result; // guarded by this
    private volatile Place only;
    private final List<ComposedFuture<R>> dependents = new ArrayList<>(1); // guarded by itself
    private int completing; // guarded by dependents
    private volatile boolean cancelled;
    private volatile Runnable afterwards = () -> {};

    /** @param combine makes the result of all values, in the order of the input */
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

    /** Has something done once the call is settled; at once if it is. */
    void whenSettled(Runnable action) {
        afterwards = action;
        if (call.isSettled()) {
            action.run();
        }
    }

    /** The call is settled: called once, without any lock. */
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
     * Waits for the call, for a moment, and completes its only dependent on this thread if it was settled in that time. Does
     * nothing if there are other dependents, if it is settled already, or if all completions belong on the user's executor.
     *
     * @param stillOnly whether nothing else depends on that dependent, or on what does
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
            ready = backend.await(call, System.nanoTime() + QUICK_NANOS)
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

    /** Under their monitor. */
    private List<ComposedFuture<R>> takeDependents() {
        List<ComposedFuture<R>> taken = List.copyOf(dependents);
        dependents.clear();
        return taken;
    }

    private void complete(List<ComposedFuture<R>> futures) {
        for (ComposedFuture<R> future : futures) {
            future.forgetSource();
            try {
                Result<R> done = result();
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

    /** Decodes, which runs code of the user: whoever settles must not wait for this monitor. */
    private synchronized Result<R> result() {
        if (result == null) {
            try {
                result = decode();
            } catch (Throwable e) {
                // What has arrived is taken only once: so this is what every later call gets, too.
                result = new Result<>(null, new Outcome<>(0, null, e, 0, 0, 1, Duration.ZERO, Duration.ZERO));
            }
        }
        return result;
    }

    private Result<R> decode() {
        List<Settlement> all = call.takeAll();
        all.sort((a, b) -> Long.compare(a.firstIndex(), b.firstIndex()));
        boolean isOne = all.size() == 1 && all.get(0).count() == 1;
        if (isOne && all.get(0) instanceof Settlement.Ran ran) {
            only = new Place(ran.workerId(), ran.pid());
        }
        Optional<List<Object>> packed = isOne ? Optional.empty() : OutcomeDecoder.packed(all);
        if (packed.isPresent()) {
            return new Result<>(combine.apply(packed.get()), null);
        }
        AllValues values = new AllValues(Math.toIntExact(call.submitted()));
        for (Settlement settlement : all) {
            decoder.decode(settlement, values);
        }
        return values.failed == null
                ? new Result<>(combine.apply(values.inOrder), null)
                : new Result<>(null, values.failed);
    }

    /** The values of all items, or the failure that ends the call: the first one that is not a mere consequence. */
    private static final class AllValues implements OutcomeDecoder.Sink {

        private final List<Object> inOrder;
        private Outcome<Object> failed;

        AllValues(int count) {
            inOrder = new ArrayList<>(count);
        }

        @Override
        public void succeeded(Settlement.Ran from, long index, Object value, long runNanos) {
            inOrder.add(value);
        }

        @Override
        public void failed(Outcome<Object> outcome) {
            if (failed == null || isGivenUp(failed) && !isGivenUp(outcome)) {
                failed = outcome; // what was cancelled because of a failure is not the reason
            } else if (outcome.failure() != failed.failure()
                    && failed.failure().getSuppressed().length < MAX_SUPPRESSED) {
                failed.failure().addSuppressed(outcome.failure());
            }
        }
    }

    /** Whether an item was given up: a task may throw such an exception itself, in a worker. */
    private static boolean isGivenUp(Outcome<?> failed) {
        return failed.failure() instanceof CancellationException && failed.workerId() == 0;
    }

    /** Waits after having submitted, and gives the value or throws the failure as the blocking calls do. */
    R await() throws InterruptedException {
        try {
            backend.awaitSubmitted(call, System.nanoTime() + FOR_EVER);
        } catch (InterruptedException e) {
            backend.cancel(call, Backend.Running.IS_STOPPED);
            throw e;
        }
        Result<R> done = result();
        if (done.failed() != null) {
            done.failed().get();
        }
        return done.value();
    }

    @Override
    public R get() throws InterruptedException, ExecutionException {
        backend.await(call, System.nanoTime() + FOR_EVER);
        return report();
    }

    @Override
    public R get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long nanos = Math.min(unit.toNanos(timeout), FOR_EVER);
        if (!backend.await(call, System.nanoTime() + nanos)) {
            throw new TimeoutException("task " + call.id() + " was not done within " + timeout + " " + unit + " (pool: "
                    + pool.stats() + ")");
        }
        return report();
    }

    private R report() throws ExecutionException {
        Result<R> done = result();
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
        Place done = onlyItem();
        return done == null || done.workerId() == 0 ? OptionalInt.empty() : OptionalInt.of(done.workerId());
    }

    @Override
    public OptionalLong pid() {
        Place done = onlyItem();
        return done == null || done.pid() == 0 ? OptionalLong.empty() : OptionalLong.of(done.pid());
    }

    private Place onlyItem() {
        if (call.isSettled() && only == null) {
            result();
        }
        return only;
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

    /** Whether its items were given up; only for a call that is done. */
    boolean wasGivenUp() {
        return result().isGivenUp();
    }

    @Override
    public String toString() {
        return "task " + call.id() + (cancelled ? " (cancelled)" : isDone() ? " (done)" : " (not done)");
    }
}
