package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.SharedArray;
import dev.procpool.protocol.between.Elements;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.SharedElements;

/** An array of {@code long} between processes. Thread-safe. */
final class LongsHandle implements SharedArray.OfLong {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient SharedElements elements;

    LongsHandle(Bound bound) {
        this.bound = bound;
        this.elements = new SharedElements(bound.form().object());
    }

    private Elements open() {
        try {
            return elements.open();
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
    }

    @Override
    public int length() {
        return open().length();
    }

    @Override
    public long get(int index) {
        return open().getLong(index);
    }

    @Override
    public void set(int index, long value) {
        open().setLong(index, value);
    }

    @Override
    public long addAndGet(int index, long delta) {
        return open().addAndGetLong(index, delta);
    }

    @Override
    public boolean compareAndSet(int index, long expected, long value) {
        return open().compareAndSetLong(index, expected, value);
    }

    @Override
    public void read(int from, long[] into) {
        open().view(from, into.length, Long.BYTES).asLongBuffer().get(into);
    }

    @Override
    public void write(int from, long[] values) {
        open().view(from, values.length, Long.BYTES).asLongBuffer().put(values);
    }

    @Override
    public ProcessLock lock() {
        return bound.lockIn(Elements.LOCK);
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
