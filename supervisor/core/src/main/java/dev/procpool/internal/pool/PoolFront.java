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
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.protocol.codec.TaskAdapters.Pair;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.task.Task;
import dev.procpool.task.TaskBiFunction;
import dev.procpool.task.TaskFunction;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;

/** A pool over a backend: encodes, splits, orders and collects. Thread-safe. */
public final class PoolFront implements Pool {

    private static final long FOR_EVER = Long.MAX_VALUE / 2;
    private static final int BATCH_ITEMS = 4096;

    /** How many items at most are submitted together. */
    private final int batchItems;

    private final Backend backend;
    private final Encoder encoder;
    private final OutcomeDecoder decoder;
    private final Completions completions;
    private final Runnable whenTerminated;
    private final CallTasks defaults = new CallTasks(TaskOptions.defaults());

    /**
     * @param maxPending how many items may wait
     * @param whenTerminated releases what the pool holds outside of its backend; may be called more than once
     */
    public PoolFront(
            Backend backend,
            long maxPending,
            Encoder encoder,
            OutcomeDecoder decoder,
            Completions completions,
            Runnable whenTerminated) {
        this.backend = backend;
        this.batchItems = (int) Math.min(BATCH_ITEMS, maxPending);
        this.encoder = encoder;
        this.decoder = decoder;
        this.completions = completions;
        this.whenTerminated = whenTerminated;
    }

    @Override
    public Tasks with(TaskOptions options) {
        return new CallTasks(Objects.requireNonNull(options, "options"));
    }

    // ---- lifecycle

    @Override
    public boolean awaitReady(Duration timeout) throws InterruptedException {
        return backend.awaitReady(deadline(timeout));
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
        backend.join(System.nanoTime() + FOR_EVER);
        released();
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        requireShutdown();
        boolean ended = backend.join(deadline(timeout));
        if (ended) {
            released();
        }
        return ended;
    }

    private void requireShutdown() {
        if (!backend.isShutdown()) {
            throw new IllegalStateException("join needs shutdown() or terminate() first: the pool is still running");
        }
    }

    @Override
    public void close() {
        backend.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                backend.join(System.nanoTime() + FOR_EVER);
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
    public PoolExecutorService asExecutorService() {
        return new PoolExecutor(this, backend);
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
        return "Pool (" + stats() + ")";
    }

    private static long deadline(Duration timeout) {
        long nanos;
        try {
            nanos = timeout.toNanos();
        } catch (ArithmeticException e) {
            nanos = timeout.isNegative() ? 0 : FOR_EVER;
        }
        return System.nanoTime() + Math.min(nanos, FOR_EVER);
    }

    /** As {@code applyAsync}, for the executor. */
    <R> CallFuture<R> applyAsyncTracked(Task<R> task) {
        return defaults.applyAsyncTracked(task);
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

    // ---- calls with any options

    private final class CallTasks implements Tasks {

        private final TaskOptions options;

        CallTasks(TaskOptions options) {
            this.options = options;
        }

        @Override
        public <R> R apply(Task<R> task) throws InterruptedException {
            return applyNow(encoder.callTask(), task);
        }

        @Override
        public <A, R> R apply(TaskFunction<? super A, ? extends R> function, A argument) throws InterruptedException {
            return applyNow(encoder.function(function), argument);
        }

        @Override
        public <A, B, R> R apply(TaskBiFunction<? super A, ? super B, ? extends R> function, A first, B second)
                throws InterruptedException {
            return applyNow(encoder.spread(function), new Pair(first, second));
        }

        @Override
        public <R> TaskFuture<R> applyAsync(Task<R> task) {
            return attended(this.<R>submitOne(encoder.callTask(), task));
        }

        @Override
        public <A, R> TaskFuture<R> applyAsync(TaskFunction<? super A, ? extends R> function, A argument) {
            return attended(this.<R>submitOne(encoder.function(function), argument));
        }

        @Override
        public <A, B, R> TaskFuture<R> applyAsync(
                TaskBiFunction<? super A, ? super B, ? extends R> function, A first, B second) {
            return attended(this.<R>submitOne(encoder.spread(function), new Pair(first, second)));
        }

        @Override
        public <A, R> List<R> map(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items)
                throws InterruptedException {
            return awaiting(() -> this.<R>submitAll(encoder.function(function), items, Function.identity()));
        }

        @Override
        public <A, R> TaskFuture<List<R>> mapAsync(
                TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items) {
            return attended(this.<R>submitAll(encoder.function(function), items, Function.identity()));
        }

        @Override
        public <A, B, R> List<R> starmap(
                TaskBiFunction<? super A, ? super B, ? extends R> function,
                Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs)
                throws InterruptedException {
            return awaiting(() -> this.<R>submitAll(encoder.spread(function), pairs, PoolFront::toPair));
        }

        @Override
        public <A, B, R> TaskFuture<List<R>> starmapAsync(
                TaskBiFunction<? super A, ? super B, ? extends R> function,
                Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs) {
            return attended(this.<R>submitAll(encoder.spread(function), pairs, PoolFront::toPair));
        }

        @Override
        public <A, R> Results<R> imap(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items) {
            return stream(function, items, Call.Delivery.INPUT_ORDER, ResultBuffer.ofValues());
        }

        @Override
        public <A, R> Results<R> imapUnordered(
                TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items) {
            return stream(function, items, Call.Delivery.COMPLETION_ORDER, ResultBuffer.ofValues());
        }

        @Override
        public <A, R> Results<Outcome<R>> outcomes(
                TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items) {
            Call.Delivery delivery = options.keepOrder() ? Call.Delivery.INPUT_ORDER : Call.Delivery.COMPLETION_ORDER;
            return stream(function, items, delivery, ResultBuffer.ofOutcomes());
        }

        private <R> CallFuture<R> applyAsyncTracked(Task<R> task) {
            return attended(this.<R>submitOne(encoder.callTask(), task));
        }

        /** Submits and waits. An interrupt while there is no room to submit is one while waiting. */
        private <R> R awaiting(Supplier<CallFuture<R>> submission) throws InterruptedException {
            CallFuture<R> future;
            try {
                future = submission.get();
            } catch (CancellationException e) {
                if (e.getCause() instanceof InterruptedException interrupt) {
                    Thread.interrupted();
                    throw interrupt;
                }
                throw e;
            }
            return future.await();
        }

        private <F> F attended(F future) {
            backend.attend();
            return future;
        }

        private <R> R applyNow(EncodedFunction function, Object argument) throws InterruptedException {
            PayloadBuffer buffer = encoder.takeBuffer();
            R result = awaiting(
                    () -> this.<R>submitOne(function, argument, call -> new BatchBuilder(encoder, call, buffer)));
            encoder.giveBack(buffer); // after a failure it may still be in use
            return result;
        }

        private <R> CallFuture<R> submitOne(EncodedFunction function, Object argument) {
            return submitOne(function, argument, call -> new BatchBuilder(encoder, call));
        }

        @SuppressWarnings("unchecked")
        private <R> CallFuture<R> submitOne(
                EncodedFunction function, Object argument, Function<Call, BatchBuilder> toBatch) {
            backend.requireOpen();
            CallFuture<R> future = newFuture(function, values -> (R) values.get(0));
            Call call = future.call();
            try (BatchBuilder items = toBatch.apply(call)) {
                items.add(argument);
                items.submit(backend);
            }
            call.seal();
            return future;
        }

        @SuppressWarnings("unchecked")
        private <R> CallFuture<List<R>> submitAll(
                EncodedFunction function, Iterable<?> input, Function<Object, Object> toItem) {
            backend.requireOpen();
            CallFuture<List<R>> future = newFuture(function, values -> (List<R>) values);
            Call call = future.call();
            try (BatchBuilder items = new BatchBuilder(encoder, call)) {
                Iterator<?> iterator = input.iterator();
                while (iterator.hasNext()) {
                    items.addOrFail(toItem.apply(iterator.next()), backend);
                    if (items.count() >= batchItems && aligned(items.count())
                            || items.bytes() >= BatchBuilder.MANY_BYTES) {
                        items.submit(backend);
                    }
                }
                items.submit(backend);
            } catch (Throwable e) {
                call.seal();
                backend.cancel(call, Backend.Running.IS_STOPPED);
                throw e;
            }
            call.seal();
            return future;
        }

        private boolean aligned(int count) {
            return options.chunkSize() == 0 || count % options.chunkSize() == 0;
        }

        private <R> CallFuture<R> newFuture(EncodedFunction function, Function<List<Object>, R> combine) {
            CallFuture<R> future = new CallFuture<>(PoolFront.this, backend, decoder, completions, combine);
            future.bind(new Call(encoder.nextCallId(), function, options, Call.Delivery.WHOLE, future::settled));
            return future;
        }

        private <A, R, T> Results<T> stream(
                TaskFunction<? super A, ? extends R> function,
                Iterable<? extends A> items,
                Call.Delivery delivery,
                ResultBuffer<T> buffer) {
            backend.requireOpen();
            Feeder feeder = new Feeder(
                    backend, encoder, encoder.nextCallId(), encoder.function(function), options, delivery, batchItems);
            feeder.start(items);
            return new ResultStream<>(PoolFront.this, backend, feeder, decoder, buffer);
        }
    }

    private static Object toPair(Object entry) {
        Map.Entry<?, ?> pair = (Map.Entry<?, ?>) entry;
        return new Pair(pair.getKey(), pair.getValue());
    }
}
