package dev.procpool.internal.between;

import dev.procpool.ProcessBarrier;
import dev.procpool.internal.base.Times;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.ObjectKind;
import dev.procpool.protocol.between.SharedBarrier;
import dev.procpool.task.Task;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;

/** A barrier. Thread-safe. */
final class BarrierHandle implements ProcessBarrier {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final int parties;
    private final long timeoutNanos;
    private final Task<?> action;
    private final transient SharedBarrier barrier;

    BarrierHandle(Bound bound, int parties, long timeoutNanos, Task<?> action) {
        this.bound = bound;
        this.parties = parties;
        this.timeoutNanos = timeoutNanos;
        this.action = action;
        this.barrier = new SharedBarrier(bound.form().object(), parties, action != null);
    }

    /**
     * Creates a barrier whose home is this process.
     *
     * @param timeout how long a party waits that does not say it, or null for no limit
     * @param action run by the last party, or null
     */
    static ProcessBarrier create(int parties, Duration timeout, Task<?> action) {
        if (parties < 1 || parties > MAX_PARTIES) {
            throw new IllegalArgumentException("parties: " + parties + " is not from 1 to " + MAX_PARTIES);
        }
        long nanos = timeout == null ? Times.LONGEST_WAIT : Times.nanos(timeout);
        return (ProcessBarrier) Handles.HERE.create(
                ObjectKind.BARRIER, new long[0], 0, bound -> new BarrierHandle(bound, parties, nanos, action));
    }

    /** Runs the action in the thread of the last party, and keeps its failure. */
    private static final class Acting implements SharedBarrier.Action {

        private final Task<?> action;
        private Throwable failure;

        Acting(Task<?> action) {
            this.action = action;
        }

        @Override
        public boolean run() {
            try {
                action.call();
            } catch (Throwable e) {
                failure = e; // thrown once the barrier is broken
            }
            return failure == null;
        }

        void rethrow() throws InterruptedException, BrokenBarrierException {
            if (failure instanceof Error error) {
                throw error;
            } else if (failure instanceof InterruptedException interrupted) {
                throw interrupted;
            } else if (failure != null) {
                BrokenBarrierException broken = new BrokenBarrierException("the action has failed: " + failure);
                broken.initCause(failure);
                throw broken;
            }
        }
    }

    @Override
    public int await() throws InterruptedException, BrokenBarrierException {
        return await(timeoutNanos);
    }

    @Override
    public int await(Duration timeout) throws InterruptedException, BrokenBarrierException {
        Objects.requireNonNull(timeout, "timeout");
        return await(Times.nanos(timeout));
    }

    private int await(long nanos) throws InterruptedException, BrokenBarrierException {
        Acting acting = new Acting(action);
        int index;
        try {
            index = barrier.await(nanos, acting);
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        } finally {
            Reference.reachabilityFence(this); // an object ends with its handle
        }
        acting.rethrow();
        if (index == SharedBarrier.BROKEN) {
            throw new BrokenBarrierException("the " + bound + " is broken");
        }
        return index;
    }

    @Override
    public void abort() {
        call(barrier::abort);
    }

    @Override
    public void reset() {
        call(barrier::reset);
    }

    private static void call(Runnable operation) {
        try {
            operation.run();
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
    }

    @Override
    public boolean isBroken() {
        try {
            return barrier.isBroken();
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
    }

    @Override
    public int parties() {
        return parties;
    }

    @Override
    public int waiting() {
        try {
            return barrier.waiting();
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
    }

    @Override
    public void close() {
        bound.close();
    }

    private Object writeReplace() {
        return new BarrierForm(bound.place(), parties, timeoutNanos, action);
    }

    @Override
    public String toString() {
        return bound.toString();
    }
}
