package dev.procpool.internal.between;

import dev.procpool.ProcessQueue;
import dev.procpool.internal.base.Times;
import dev.procpool.protocol.between.SharedQueue;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/** A queue between processes. Thread-safe. */
final class QueueHandle<T> implements ProcessQueue<T> {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient QueueCalls calls;

    QueueHandle(Bound bound, QueueCalls calls) {
        this.bound = bound;
        this.calls = calls;
    }

    QueueCalls calls() {
        return calls;
    }

    @Override
    public void put(T item) throws InterruptedException {
        put(item, Times.LONGEST_WAIT);
    }

    @Override
    public boolean offer(T item, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        return put(item, Times.nanos(timeout));
    }

    private boolean put(T item, long timeoutNanos) throws InterruptedException {
        Objects.requireNonNull(item, "item");
        try {
            return calls.put(item, timeoutNanos);
        } finally {
            Reference.reachabilityFence(this); // the queue ends with its handle
        }
    }

    @Override
    public T get() throws InterruptedException {
        return take(Times.LONGEST_WAIT);
    }

    @Override
    public Optional<T> poll(Duration timeout) throws InterruptedException {
        return Optional.ofNullable(take(Times.nanos(Objects.requireNonNull(timeout, "timeout"))));
    }

    /** Null if there was no item in time. */
    private T take(long timeoutNanos) throws InterruptedException {
        try {
            SharedQueue.Item item = calls.run(queue -> queue.take(timeoutNanos));
            return item == null ? null : value(item, false);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Items are of the type that other processes have put. */
    @SuppressWarnings("unchecked")
    private T value(SharedQueue.Item item, boolean isLeased) {
        return (T) calls.value(item, isLeased);
    }

    @Override
    public Optional<Lease<T>> lease(Duration timeout) throws InterruptedException {
        long nanos = Times.nanos(Objects.requireNonNull(timeout, "timeout"));
        try {
            SharedQueue.Item item = calls.run(queue -> queue.lease(nanos));
            return Optional.ofNullable(item).map(leased -> new ItemLease<>(value(leased, true), leased, this));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public int drainTo(Collection<? super T> items) throws InterruptedException {
        Objects.requireNonNull(items, "items");
        int drained = 0;
        for (int left = size(); left > 0; left--) {
            T item = take(0);
            if (item == null) {
                break;
            }
            items.add(item);
            drained++;
        }
        return drained;
    }

    @Override
    public void taskDone() {
        if (!calls.runShortly(SharedQueue::done)) {
            throw new IllegalStateException("taskDone was called more often than this process got items of " + bound);
        }
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        long nanos = Times.nanos(Objects.requireNonNull(timeout, "timeout"));
        try {
            return calls.run(queue -> queue.join(nanos));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public int size() {
        return (int) Math.min(calls.runShortly(SharedQueue::size), Integer.MAX_VALUE);
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
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
