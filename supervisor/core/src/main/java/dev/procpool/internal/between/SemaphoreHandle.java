package dev.procpool.internal.between;

import dev.procpool.ProcessSemaphore;
import dev.procpool.internal.base.Times;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.ObjectKind;
import dev.procpool.protocol.between.SharedSemaphore;
import dev.procpool.protocol.between.Source;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;

/** A semaphore between processes, plain or bounded. Thread-safe. */
final class SemaphoreHandle implements ProcessSemaphore {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient boolean isBounded;
    private final transient SharedSemaphore semaphore;

    SemaphoreHandle(Bound bound) {
        this.bound = bound;
        this.isBounded = bound.form().kind() == ObjectKind.BOUNDED_SEMAPHORE;
        this.semaphore = new SharedSemaphore(bound.form().object(), isBounded);
    }

    @Override
    public void acquire() throws InterruptedException {
        while (!acquire(Times.LONGEST_WAIT)) {
            // Nobody waits for 73 years.
        }
    }

    @Override
    public boolean tryAcquire(Duration timeout) throws InterruptedException {
        return acquire(Times.nanos(Objects.requireNonNull(timeout, "timeout")));
    }

    private boolean acquire(long nanos) throws InterruptedException {
        try {
            return semaphore.acquire(nanos);
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        } finally {
            Reference.reachabilityFence(this); // an object ends with its handle
        }
    }

    @Override
    public void release() {
        try {
            if (!semaphore.release()) {
                throw new IllegalStateException(
                        isBounded
                                ? "this process holds no permit of the " + bound
                                : "the " + bound + " has " + SharedSemaphore.MAX_PERMITS
                                        + " permits, the most it can have");
            }
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
    }

    @Override
    public int availablePermits() {
        try {
            return semaphore.availablePermits();
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
    }

    Source permits(long timeoutNanos) throws InterruptedException {
        return semaphore.permits(timeoutNanos);
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
