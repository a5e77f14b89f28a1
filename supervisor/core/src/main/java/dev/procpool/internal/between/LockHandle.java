package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.protocol.between.Outcome;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A lock that any thread of the process that holds it may release. Thread-safe. */
final class LockHandle implements ProcessLock, HeldLock {

    private static final long serialVersionUID = 1L;
    private static final VarHandle CURRENT = current();

    private final transient Bound bound;
    private final transient LockCalls calls;

    /** The hold that has not ended. Set by the holder of the lock; the thread that clears it frees the lock. */
    private transient volatile OneHold current;

    LockHandle(Bound bound, LockCalls calls) {
        this.bound = bound;
        this.calls = calls;
    }

    private static VarHandle current() {
        try {
            return MethodHandles.lookup()
                    .findVarHandle(LockHandle.class, "current", OneHold.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final class OneHold implements Hold {

        private volatile boolean abandoned;

        OneHold(boolean abandoned) {
            if (abandoned) {
                this.abandoned = true; // else no volatile write: a free lock costs little more than its words
            }
        }

        @Override
        public boolean wasAbandoned() {
            return abandoned;
        }

        /** Returns whether the hold had not ended before. */
        boolean end() {
            if (!CURRENT.compareAndSet(LockHandle.this, this, (OneHold) null)) {
                return false;
            }
            calls.release();
            return true;
        }

        @Override
        public void close() {
            end();
        }

        /** The hold goes on after a wait that had freed the lock. */
        boolean resume(boolean wasAbandoned) {
            abandoned = calls.acquireUninterruptibly() == Outcome.ACQUIRED_ABANDONED || wasAbandoned;
            current = this;
            return abandoned;
        }
    }

    @Override
    public Hold acquire() throws InterruptedException {
        return hold(calls.acquire());
    }

    @Override
    public Optional<Hold> tryAcquire(Duration timeout) throws InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        Outcome outcome = calls.tryAcquire(timeout);
        return outcome.isAcquired() ? Optional.of(hold(outcome)) : Optional.empty();
    }

    private OneHold hold(Outcome outcome) {
        OneHold hold = new OneHold(outcome == Outcome.ACQUIRED_ABANDONED);
        CURRENT.setRelease(this, hold); // a full fence would cost as much as a compare-and-set of the lock's word
        return hold;
    }

    @Override
    public void release() {
        endCurrent();
    }

    private OneHold endCurrent() {
        OneHold hold = current;
        if (hold == null || !hold.end()) {
            throw notHeld();
        }
        return hold;
    }

    private IllegalStateException notHeld() {
        return new IllegalStateException("this process does not hold the " + bound);
    }

    @Override
    public void requireHeld() {
        if (current == null) {
            throw notHeld();
        }
    }

    @Override
    public Suspended suspend() {
        return endCurrent()::resume;
    }

    @Override
    public boolean isHeld() {
        return calls.isHeld();
    }

    @Override
    public void close() {
        bound.close();
    }

    private Object writeReplace() {
        return bound.replacement();
    }

    @Override
    public String toString() {
        return bound.toString();
    }
}
