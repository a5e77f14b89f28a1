package dev.procpool.internal.between;

import dev.procpool.ProcessCondition;
import dev.procpool.ProcessLock;
import dev.procpool.internal.base.Times;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.ObjectKind;
import dev.procpool.protocol.between.SharedCondition;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** A condition of a lock. Thread-safe. */
final class ConditionHandle implements ProcessCondition {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final ProcessLock lock;
    private final transient HeldLock held;
    private final transient SharedCondition condition;

    ConditionHandle(Bound bound, ProcessLock lock) {
        this.bound = bound;
        this.lock = lock;
        this.held = (HeldLock) lock;
        this.condition = new SharedCondition(bound.form().object());
    }

    /** Creates a condition whose home is this process. */
    static ProcessCondition create(ProcessLock lock) {
        Objects.requireNonNull(lock, "lock");
        if (!(lock instanceof HeldLock)) {
            throw new IllegalArgumentException("the lock was not made by ProcessLock: " + lock);
        }
        return (ProcessCondition)
                Handles.HERE.create(ObjectKind.CONDITION, new long[0], 0, bound -> new ConditionHandle(bound, lock));
    }

    /** The lock while a thread waits. */
    private final class Freed implements SharedCondition.Lock {

        private final boolean wasAbandoned;
        private HeldLock.Suspended holds;
        private boolean isAbandoned;

        /** @param wasAbandoned whether the holds are to say so in any case */
        Freed(boolean wasAbandoned) {
            this.wasAbandoned = wasAbandoned;
        }

        @Override
        public void free() {
            holds = held.suspend();
        }

        @Override
        public void take() {
            isAbandoned = holds.resume(wasAbandoned);
        }
    }

    @Override
    public void await() throws InterruptedException {
        await(Times.LONGEST_WAIT, new Freed(false));
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        return await(Times.nanos(timeout), new Freed(false));
    }

    private boolean await(long nanos, Freed freed) throws InterruptedException {
        held.requireHeld();
        try {
            return condition.await(nanos, freed);
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        } finally {
            Reference.reachabilityFence(this); // an object ends with its handle
        }
    }

    @Override
    public boolean awaitFor(Duration timeout, BooleanSupplier predicate) throws InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(predicate, "predicate");
        held.requireHeld();
        long deadline = Times.in(timeout);
        boolean wasAbandoned = false;
        while (!predicate.getAsBoolean()) {
            long left = Times.left(deadline);
            if (left == 0) {
                return false;
            }
            Freed freed = new Freed(wasAbandoned);
            if (!await(left, freed)) {
                return predicate.getAsBoolean();
            }
            wasAbandoned = freed.isAbandoned;
        }
        return true;
    }

    @Override
    public int notify(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("n: " + n + " is less than 1");
        }
        held.requireHeld();
        try {
            return condition.wake(n);
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
    }

    @Override
    public int notifyAllWaiters() {
        return notify(Integer.MAX_VALUE);
    }

    @Override
    public void close() {
        bound.close();
    }

    private Object writeReplace() {
        return new ConditionForm(bound.place(), lock);
    }

    @Override
    public String toString() {
        return bound.toString();
    }
}
