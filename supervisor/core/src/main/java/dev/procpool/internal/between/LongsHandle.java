package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.SharedArray;

/** An array of {@code long} between processes. Thread-safe. */
final class LongsHandle implements SharedArray.OfLong {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient BoundElements elements;

    LongsHandle(Bound bound) {
        this.bound = bound;
        this.elements = BoundElements.of(bound);
    }

    @Override
    public int length() {
        return elements.open().length();
    }

    @Override
    public long get(int index) {
        return elements.open().getLong(index);
    }

    @Override
    public void set(int index, long value) {
        elements.open().setLong(index, value);
    }

    @Override
    public long addAndGet(int index, long delta) {
        return elements.open().addAndGetLong(index, delta);
    }

    @Override
    public boolean compareAndSet(int index, long expected, long value) {
        return elements.open().compareAndSetLong(index, expected, value);
    }

    @Override
    public void read(int from, long[] into) {
        elements.open().view(from, into.length, Long.BYTES).asLongBuffer().get(into);
    }

    @Override
    public void write(int from, long[] values) {
        elements.open().view(from, values.length, Long.BYTES).asLongBuffer().put(values);
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
