package dev.procpool.internal.pool;

import dev.procpool.Outcome;
import dev.procpool.Pool;
import dev.procpool.Results;
import dev.procpool.TaskOptions;
import dev.procpool.internal.threads.DaemonThreads;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Results as they arrive. A feeder thread reads the input, no further ahead of the consumer than the buffer; the consumer's
 * own thread waits, reads events and decodes.
 */
final class ResultStream<R, T> implements Results<T> {

    private static final long FOR_EVER = Long.MAX_VALUE / 2;
    private static final int DEFAULT_BUFFER = 1024;
    private static final int CHUNKS_AHEAD_PER_WORKER = 4;

    /** Keeps the pool from being taken for forgotten while somebody wants its results. */
    private final Pool pool;

    private final Backend backend;
    private final OutcomeDecoder decoder;
    private final Function<Outcome<R>, T> view;
    private final Call call;
    private final Semaphore room;
    private final Queue<Outcome<R>> decoded = new ArrayDeque<>();
    private boolean iterated;
    private volatile boolean closed;
    private volatile Throwable inputFailure;

    private ResultStream(
            Pool pool,
            Backend backend,
            OutcomeDecoder decoder,
            Function<Outcome<R>, T> view,
            long callId,
            FunctionCode function,
            TaskOptions options,
            Call.Delivery delivery) {
        this.pool = pool;
        this.backend = backend;
        this.decoder = decoder;
        this.view = view;
        this.room = new Semaphore(bufferSize(options, backend.size()));
        this.call = new Call(callId, function, options, delivery, this::settled);
    }

    private static int bufferSize(TaskOptions options, int workers) {
        if (options.buffer() > 0) {
            return Math.max(options.buffer(), options.chunkSize());
        }
        long chunks = (long) CHUNKS_AHEAD_PER_WORKER * workers * Math.max(1, options.chunkSize());
        return (int) Math.min(Integer.MAX_VALUE, Math.max(DEFAULT_BUFFER, chunks));
    }

    /** Starts to read the input. */
    static <R, T> ResultStream<R, T> start(
            Pool pool,
            Backend backend,
            Encoder encoder,
            OutcomeDecoder decoder,
            FunctionCode function,
            TaskOptions options,
            Call.Delivery delivery,
            Iterable<?> items,
            Function<Outcome<R>, T> view) {
        ResultStream<R, T> stream =
                new ResultStream<>(pool, backend, decoder, view, encoder.nextCallId(), function, options, delivery);
        DaemonThreads.start("procpool-feeder of task " + stream.call.id(), () -> stream.feed(encoder, items));
        return stream;
    }

    private void settled() {
        backend.finished(call);
        room.release(1); // the feeder may be waiting for room in a pool that has ended
    }

    // ---- the feeder

    private void feed(Encoder encoder, Iterable<?> items) {
        ItemBatch batch = new ItemBatch(encoder, call);
        int chunk = Math.max(1, call.options().chunkSize());
        try {
            Iterator<?> input = items.iterator();
            while (awaitRoom() && input.hasNext()) {
                batch.addOrFail(input.next(), backend);
                if (batch.count() >= chunk) {
                    batch.submit(backend);
                    backend.attend();
                }
            }
            batch.submit(backend);
        } catch (Throwable e) {
            // As in Python, the items of a chunk that was not complete are dropped, and the failure comes after the
            // others.
            inputFailure = e;
        } finally {
            call.seal();
            backend.nudge();
            backend.attend();
        }
    }

    private boolean awaitRoom() throws InterruptedException {
        room.acquire();
        return !closed && !call.isCancelled();
    }

    // ---- the consumer

    @Override
    public Iterator<T> iterator() {
        if (iterated || closed) {
            throw new IllegalStateException(closed ? "these results are closed" : "results can be iterated only once");
        }
        iterated = true;
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return fill() || failInput();
            }

            @Override
            public T next() {
                if (!fill()) {
                    failInput();
                    throw new NoSuchElementException();
                }
                Outcome<R> outcome = decoded.remove();
                room.release();
                return view.apply(outcome);
            }
        };
    }

    /** Makes sure that an outcome is decoded; false at the end. */
    private boolean fill() {
        while (decoded.isEmpty()) {
            if (closed) {
                return false;
            }
            try {
                if (!backend.await(call, System.nanoTime() + FOR_EVER)) {
                    backend.requireOpen(); // the pool has ended before the input did
                }
            } catch (InterruptedException e) {
                close(Backend.Running.IS_STOPPED);
                Thread.currentThread().interrupt();
                CancellationException cancelled =
                        new CancellationException("interrupted while waiting for results of task " + call.id());
                cancelled.initCause(e);
                throw cancelled;
            }
            Settlement next = call.take();
            if (next == null) {
                if (call.isSettled()) {
                    return false;
                }
                continue;
            }
            decoder.<R>decode(next, decoded::add);
        }
        return true;
    }

    /** Throws the failure of the input, once everything before it was consumed; else there is none. */
    private boolean failInput() {
        Throwable failure = inputFailure;
        if (failure == null || closed) {
            return false;
        }
        closed = true;
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        throw new IllegalStateException("reading the input failed", failure);
    }

    @Override
    public Stream<T> stream() {
        Spliterator<T> spliterator = Spliterators.spliteratorUnknownSize(iterator(), 0);
        return StreamSupport.stream(spliterator, false).onClose(this::close);
    }

    @Override
    public void cancelPending() {
        if (!closed && !call.isSettled()) {
            backend.cancel(call, Backend.Running.IS_AWAITED);
            call.seal(); // the input may never say that it has ended
            room.release(1);
            backend.nudge();
        }
    }

    @Override
    public String toString() {
        return "results of task " + call.id() + " of " + pool;
    }

    @Override
    public void close() {
        close(Backend.Running.MAY_FINISH);
    }

    private void close(Backend.Running running) {
        if (closed) {
            return;
        }
        closed = true;
        decoded.clear();
        if (!call.isSettled()) {
            backend.cancel(call, running);
        }
        room.release(1);
    }
}
