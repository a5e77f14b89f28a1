package dev.procpool.internal.pool;

import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.Times;
import java.util.concurrent.CancellationException;

/**
 * The settlements of a call as they arrive, while a feeder reads its input: the thread of the consumer waits, and reads
 * events. Confined to that thread, except for {@link #cancelPending}.
 */
final class Arrivals {

    private final Backend backend;
    private final Feeder feeder;
    private final Call call;
    private final ReadAhead readAhead;
    private volatile boolean closed;

    /** Settlements of a call that {@code feeder}, which was started by the caller, feeds. */
    Arrivals(Backend backend, Feeder feeder) {
        this.backend = backend;
        this.feeder = feeder;
        this.call = feeder.call();
        this.readAhead = feeder.readAhead();
    }

    Call call() {
        return call;
    }

    boolean isClosed() {
        return closed;
    }

    /** The consumer has taken one outcome of those that have arrived. */
    void took() {
        readAhead.took();
    }

    /** Whether {@link #next} would return at once. */
    boolean hasReady() {
        return closed || call.isReady();
    }

    /** Waits for the next settlement, and takes it; null at the end. */
    Settlement next() {
        while (!closed) {
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
                return next;
            }
            if (call.isSettled()) {
                return null;
            }
        }
        return null;
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
    boolean failInput() {
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

    /** As {@code Results.cancelPending}. */
    void cancelPending() {
        if (!closed && !call.isSettled()) {
            backend.cancel(call, Backend.Running.IS_AWAITED);
            call.seal(); // the input may never say that it has ended
            feeder.end();
            backend.nudge();
        }
    }

    /** As {@code Results.close}. */
    void close() {
        close(Backend.Running.MAY_FINISH);
    }

    private void close(Backend.Running running) {
        if (closed) {
            return;
        }
        closed = true;
        if (!call.isSettled()) {
            backend.cancel(call, running);
        }
        feeder.end();
    }
}
