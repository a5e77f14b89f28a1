package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.SharedLong;

/** A {@code long} between processes. Thread-safe. */
final class LongHandle implements SharedLong {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient BoundElements elements;

    LongHandle(Bound bound) {
        this.bound = bound;
        this.elements = BoundElements.of(bound);
    }

    @Override
    public long get() {
        return elements.open().getLong(0);
    }

    @Override
    public void set(long value) {
        elements.open().setLong(0, value);
    }

    @Override
    public long addAndGet(long delta) {
        return elements.open().addAndGetLong(0, delta);
    }

    @Override
    public boolean compareAndSet(long expected, long value) {
        return elements.open().compareAndSetLong(0, expected, value);
    }

    @Override
    public ProcessLock lock() {
        return elements.lock();
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
