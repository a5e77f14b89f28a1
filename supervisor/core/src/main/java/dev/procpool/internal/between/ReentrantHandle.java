package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.protocol.between.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A lock that the thread that holds it may acquire again. Thread-safe. Only that thread looks at {@code holds}. */
final class ReentrantHandle implements ProcessLock, HeldLock {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient LockCalls calls;
    private final transient Deque<NestedHold> holds = new ArrayDeque<>(); // guarded by the lock itself
    private transient volatile Thread owner; // written by the holder of the lock only

    ReentrantHandle(Bound bound, LockCalls calls) {
        this.bound = bound;
        this.calls = calls;
    }

    private final class NestedHold implements Hold {

        private volatile boolean abandoned;
        private volatile boolean ended;

        NestedHold(boolean abandoned) {
            if (abandoned) {
                this.abandoned = true; // else no volatile write
            }
        }

        @Override
        public boolean wasAbandoned() {
            return abandoned;
        }

        @Override
        public void close() {
            if (!ended) {
                requireHeld();
                end(this);
            }
        }
    }

    @Override
    public Hold acquire() throws InterruptedException {
        return isMine() ? again() : first(calls.acquire());
    }

    @Override
    public Optional<Hold> tryAcquire(Duration timeout) throws InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        if (isMine()) {
            return Optional.of(again());
        }
        Outcome outcome = calls.tryAcquire(timeout);
        return outcome.isAcquired() ? Optional.of(first(outcome)) : Optional.empty();
    }

    private boolean isMine() {
        return owner == Thread.currentThread();
    }

    private NestedHold first(Outcome outcome) {
        owner = Thread.currentThread();
        return push(outcome == Outcome.ACQUIRED_ABANDONED);
    }

    private NestedHold again() {
        return push(holds.element().wasAbandoned());
    }

    private NestedHold push(boolean abandoned) {
        NestedHold hold = new NestedHold(abandoned);
        holds.push(hold);
        return hold;
    }

    @Override
    public void requireHeld() {
        if (!isMine()) {
            throw new IllegalStateException("this thread does not hold the " + bound);
        }
    }

    private void end(NestedHold hold) {
        hold.ended = true;
        holds.remove(hold);
        if (holds.isEmpty()) {
            owner = null;
            calls.release();
        }
    }

    @Override
    public Suspended suspend() {
        requireHeld();
        List<NestedHold> all = List.copyOf(holds);
        holds.clear();
        owner = null;
        calls.release();
        return wasAbandoned -> resume(all, wasAbandoned);
    }

    private boolean resume(List<NestedHold> all, boolean wasAbandoned) {
        boolean abandoned = calls.acquireUninterruptibly() == Outcome.ACQUIRED_ABANDONED || wasAbandoned;
        owner = Thread.currentThread();
        holds.addAll(all);
        all.forEach(hold -> hold.abandoned = abandoned);
        return abandoned;
    }

    @Override
    public void release() {
        requireHeld();
        end(holds.element());
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
