package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.ProcessReadWriteLock;
import dev.procpool.internal.base.Times;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.ObjectKind;
import dev.procpool.protocol.between.Outcome;
import dev.procpool.protocol.between.SharedReadWriteLock;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A read-write lock. Thread-safe. */
final class ReadWriteHandle implements ProcessReadWriteLock {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient SharedReadWriteLock lock;

    ReadWriteHandle(Bound bound) {
        this.bound = bound;
        this.lock = new SharedReadWriteLock(bound.form().object());
    }

    /** Creates a lock whose home is this process. */
    static ProcessReadWriteLock create() {
        return (ProcessReadWriteLock)
                Handles.HERE.create(ObjectKind.READ_WRITE_LOCK, new long[0], SharedReadWriteLock.REGION_BYTES);
    }

    /** A hold of a reader or a writer. */
    private final class OneHold implements ProcessLock.Hold {

        private final Access access;
        private final boolean abandoned;
        private final AtomicBoolean open = new AtomicBoolean(true);

        OneHold(Access access, boolean abandoned) {
            this.access = access;
            this.abandoned = abandoned;
        }

        @Override
        public boolean wasAbandoned() {
            return abandoned;
        }

        @Override
        public void close() {
            if (!open.compareAndSet(true, false)) {
                return;
            }
            try {
                access.end(lock);
            } catch (HomeLostException e) {
                throw Bound.gone(e);
            }
        }
    }

    /** The ways to hold the lock. */
    private enum Access {
        /** Together with other readers. */
        READ {
            @Override
            Outcome begin(SharedReadWriteLock lock, long nanos) throws InterruptedException {
                return lock.read(nanos);
            }

            @Override
            void end(SharedReadWriteLock lock) {
                lock.endReading();
            }
        },
        /** Alone. */
        WRITE {
            @Override
            Outcome begin(SharedReadWriteLock lock, long nanos) throws InterruptedException {
                return lock.write(nanos);
            }

            @Override
            void end(SharedReadWriteLock lock) {
                lock.endWriting();
            }
        };

        abstract Outcome begin(SharedReadWriteLock lock, long nanos) throws InterruptedException;

        abstract void end(SharedReadWriteLock lock);
    }

    private Optional<ProcessLock.Hold> begin(Access access, long nanos) throws InterruptedException {
        Outcome outcome;
        try {
            outcome = access.begin(lock, nanos);
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        } finally {
            Reference.reachabilityFence(this); // an object ends with its handle
        }
        return outcome.isAcquired()
                ? Optional.of(new OneHold(access, outcome == Outcome.ACQUIRED_ABANDONED))
                : Optional.empty();
    }

    @Override
    public ProcessLock.Hold read() throws InterruptedException {
        return begin(Access.READ, Times.LONGEST_WAIT).orElseThrow();
    }

    @Override
    public Optional<ProcessLock.Hold> tryRead(Duration timeout) throws InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        return begin(Access.READ, Times.nanos(timeout));
    }

    @Override
    public ProcessLock.Hold write() throws InterruptedException {
        return begin(Access.WRITE, Times.LONGEST_WAIT).orElseThrow();
    }

    @Override
    public Optional<ProcessLock.Hold> tryWrite(Duration timeout) throws InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        return begin(Access.WRITE, Times.nanos(timeout));
    }

    @Override
    public int readers() {
        try {
            return Math.toIntExact(lock.readers());
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
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
