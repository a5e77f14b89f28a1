package dev.procpool.internal.pool;

import dev.procpool.Pool;
import dev.procpool.Results;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.Times;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Results as they arrive: the thread of the consumer waits, reads events and decodes. Confined to that thread, except
 * for {@link #cancelPending}.
 */
final class ResultStream<T> implements Results<T> {

    /** Keeps the pool from being taken for forgotten while the program holds these results. */
    private final Pool pool;

    private final Backend backend;
    private final Feeder feeder;
    private final OutcomeDecoder decoder;
    private final ResultBuffer<T> decoded;
    private final Call call;
    private final ReadAhead readAhead;
    private boolean iterated;
    private volatile boolean closed;

    /** Results of a call that {@code feeder}, which was started by the caller, feeds. */
    ResultStream(Pool pool, Backend backend, Feeder feeder, OutcomeDecoder decoder, ResultBuffer<T> decoded) {
        this.pool = pool;
        this.backend = backend;
        this.feeder = feeder;
        this.call = feeder.call();
        this.readAhead = feeder.readAhead();
        this.decoder = decoder;
        this.decoded = decoded;
    }

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
                readAhead.took();
                return decoded.next();
            }
        };
    }

    /** Waits until an outcome is decoded; returns false at the end. */
    private boolean fill() {
        while (decoded.isEmpty()) {
            if (closed) {
                return false;
            }
            readAhead.waits();
            if (!call.isReady()) {
                awaitNext();
            }
            Settlement next = call.take();
            if (next != null) {
                if (call.takesMore()) {
                    backend.takesMore();
                }
                readAhead.arrived(next.count(), next.bytes());
                decoder.decode(call, next, decoded);
            } else if (call.isSettled()) {
                return false;
            }
        }
        return true;
    }

    private void awaitNext() {
        long startNanos = System.nanoTime();
        try {
            if (!backend.await(call, Times.in(Times.LONGEST_WAIT))) {
                backend.requireOpenForMore(); // the pool has ended before the input did
            }
        } catch (InterruptedException e) {
            close(Backend.Running.IS_STOPPED);
            Thread.currentThread().interrupt();
            CancellationException cancelled =
                    new CancellationException("interrupted while waiting for results of task " + call.id());
            cancelled.initCause(e);
            throw cancelled;
        } finally {
            readAhead.waited(System.nanoTime() - startNanos);
        }
    }

    /**
     * Throws the failure of the input, if there is one. Called once everything before it was consumed; else returns
     * false.
     */
    private boolean failInput() {
        Throwable failure = feeder.inputFailure();
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
            feeder.end();
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
        feeder.end();
    }
}
