package dev.procpool.internal.pool;

import dev.procpool.Outcome;
import dev.procpool.Pool;
import dev.procpool.PoolException;
import dev.procpool.Results;
import dev.procpool.TaskFuture;
import dev.procpool.TaskOptions;
import dev.procpool.Tasks;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineSource;
import dev.procpool.protocol.codec.SharedHandle;
import dev.procpool.protocol.codec.TaskAdapters.Pair;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.task.Task;
import dev.procpool.task.TaskBiFunction;
import dev.procpool.task.TaskFunction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The calls of a pool with certain options: each is encoded, split into batches and submitted. Thread-safe. */
final class CallTasks implements Tasks, LineCalls {

    private final Pool pool;
    private final Backend backend;
    private final Encoder encoder;
    private final OutcomeDecoder decoder;
    private final Completions completions;
    private final int batchItems;
    private final TaskOptions options;

    /**
     * The calls of {@code pool}.
     *
     * @param batchItems how many items at most are submitted together
     */
    CallTasks(
            Pool pool,
            Backend backend,
            Encoder encoder,
            OutcomeDecoder decoder,
            Completions completions,
            int batchItems,
            TaskOptions options) {
        this.pool = pool;
        this.backend = backend;
        this.encoder = encoder;
        this.decoder = decoder;
        this.completions = completions;
        this.batchItems = batchItems;
        this.options = options;
    }

    /** The calls of the same pool with other options. */
    CallTasks with(TaskOptions others) {
        return new CallTasks(pool, backend, encoder, decoder, completions, batchItems, others);
    }

    @Override
    public <R> R apply(Task<R> task) throws InterruptedException {
        return applyNow(encoder.callTask(), Objects.requireNonNull(task, "task"));
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
    public <R> CallFuture<R> applyAsync(Task<R> task) {
        return attended(this.<R>submitOne(encoder.callTask(), Objects.requireNonNull(task, "task")));
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
        return awaiting(() -> this.<R>submitAll(() -> encoder.function(function), items, Function.identity()));
    }

    @Override
    public <A, R> TaskFuture<List<R>> mapAsync(
            TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items) {
        return attended(this.<R>submitAll(() -> encoder.function(function), items, Function.identity()));
    }

    @Override
    public <A, B, R> List<R> starmap(
            TaskBiFunction<? super A, ? super B, ? extends R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs)
            throws InterruptedException {
        Objects.requireNonNull(pairs, "pairs");
        return awaiting(() -> this.<R>submitAll(() -> encoder.spread(function), pairs, CallTasks::toPair));
    }

    @Override
    public <A, B, R> TaskFuture<List<R>> starmapAsync(
            TaskBiFunction<? super A, ? super B, ? extends R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs) {
        Objects.requireNonNull(pairs, "pairs");
        return attended(this.<R>submitAll(() -> encoder.spread(function), pairs, CallTasks::toPair));
    }

    private static Object toPair(Object entry) {
        Map.Entry<?, ?> pair = (Map.Entry<?, ?>) entry;
        return new Pair(pair.getKey(), pair.getValue());
    }

    @Override
    public <A, R> Results<R> imap(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items) {
        return stream(function, items, Call.Delivery.INPUT_ORDER, new ValueBuffer<>());
    }

    @Override
    public <A, R> Results<R> imapUnordered(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items) {
        return stream(function, items, Call.Delivery.COMPLETION_ORDER, new ValueBuffer<>());
    }

    @Override
    public <A, R> Results<Outcome<R>> outcomes(
            TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items) {
        Call.Delivery delivery = options.keepOrder() ? Call.Delivery.INPUT_ORDER : Call.Delivery.COMPLETION_ORDER;
        return stream(function, items, delivery, new OutcomeBuffer<>());
    }

    /** Submits and waits. An interrupt while there is no room to submit counts as one while waiting. */
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
        R result =
                awaiting(() -> this.<R>submitOne(function, argument, call -> new BatchBuilder(encoder, call, buffer)));
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
        CallFuture<R> future = newFuture(function, Call.Delivery.ONE, values -> (R) values.get(0));
        Call call = future.call();
        try (BatchBuilder items = toBatch.apply(call)) {
            items.add(argument);
            items.submit(backend);
        } finally {
            call.seal();
        }
        return future;
    }

    private <R> CallFuture<List<R>> submitAll(
            Supplier<EncodedFunction> function, Iterable<?> items, Function<Object, Object> toItem) {
        try (CallInput input = new CallInput(items)) {
            return submitAll(function.get(), input, toItem);
        }
    }

    @SuppressWarnings("unchecked")
    private <R> CallFuture<List<R>> submitAll(
            EncodedFunction function, CallInput input, Function<Object, Object> toItem) {
        backend.requireOpen();
        CallFuture<List<R>> future = newFuture(function, Call.Delivery.WHOLE, values -> (List<R>) values);
        Call call = future.call();
        try (BatchBuilder items = new BatchBuilder(encoder, call)) {
            input.forEachWhile(item -> {
                items.addOrFail(toItem.apply(item), backend);
                if (items.count() >= batchItems && aligned(items.count()) || items.bytes() >= BatchBuilder.MANY_BYTES) {
                    items.submit(backend);
                }
                return true;
            });
            input.close(); // here, as a failure cancels the call
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

    private <R> CallFuture<R> newFuture(
            EncodedFunction function, Call.Delivery delivery, Function<List<Object>, R> combine) {
        CallFuture<R> future = new CallFuture<>(pool, backend, decoder, completions, combine);
        Call call = new Call(encoder.nextCallId(), function, options, delivery, future::settled);
        askBeforeRetry(call);
        future.bind(call);
        prepare(call);
        return future;
    }

    private void askBeforeRetry(Call call) {
        options.retryIf()
                .ifPresent(wanted -> call.askBeforeRetry(new AskedPredicate(call, wanted, decoder, completions)));
    }

    /**
     * Keeps the shared values of the function of a call, and sends the classes that the options name; a call that
     * cannot be made settles at once.
     */
    private void prepare(Call call) {
        call.function().recalls().forEach(call.shared::afterwards);
        List<SharedHandle<?>> uses = call.function().uses();
        if (uses.isEmpty() && options.ship().isEmpty()) {
            return;
        }
        try {
            uses.forEach(call.shared::add);
            encoder.ship(call);
        } catch (IllegalStateException | PoolException e) {
            call.seal();
            throw e;
        }
    }

    @Override
    public LineResults lines(TaskFunction<? super String, ?> function, LineSource lines) {
        Call.Delivery delivery = options.keepOrder() ? Call.Delivery.INPUT_ORDER : Call.Delivery.COMPLETION_ORDER;
        LineBatches batches = new LineBatches();
        Arrivals arrivals = feed(function, new LineItems(lines), delivery, feeder -> feeder.readLines(batches::add));
        return new LineStream(pool, arrivals, decoder, batches);
    }

    private <A, R, T> Results<T> stream(
            TaskFunction<? super A, ? extends R> function,
            Iterable<? extends A> items,
            Call.Delivery delivery,
            ResultBuffer<T> buffer) {
        return new ResultStream<>(pool, feed(function, items, delivery, feeder -> {}), decoder, buffer);
    }

    /** Starts a feeder of a new call; {@code made} gets it before. */
    private Arrivals feed(TaskFunction<?, ?> function, Iterable<?> items, Call.Delivery order, Consumer<Feeder> made) {
        CallInput input = new CallInput(items);
        try {
            backend.requireOpen();
            Feeder feeder = new Feeder(
                    backend, encoder, encoder.nextCallId(), encoder.function(function), options, order, batchItems);
            askBeforeRetry(feeder.call());
            prepare(feeder.call());
            made.accept(feeder);
            feeder.start(input);
            return new Arrivals(backend, feeder);
        } catch (Throwable e) {
            input.closeAfter(e);
            throw e;
        }
    }
}
