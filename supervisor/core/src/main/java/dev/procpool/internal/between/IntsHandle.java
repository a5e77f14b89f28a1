package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.SharedArray;

/** An array of {@code int} between processes. Thread-safe. */
final class IntsHandle implements SharedArray.OfInt {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient BoundElements elements;

    IntsHandle(Bound bound) {
        this.bound = bound;
        this.elements = BoundElements.of(bound);
    }

    @Override
    public int length() {
        return elements.open().length();
    }

    @Override
    public int get(int index) {
        return elements.open().getInt(index);
    }

    @Override
    public void set(int index, int value) {
        elements.open().setInt(index, value);
    }

    @Override
    public int addAndGet(int index, int delta) {
        return elements.open().addAndGetInt(index, delta);
    }

    @Override
    public boolean compareAndSet(int index, int expected, int value) {
        return elements.open().compareAndSetInt(index, expected, value);
    }

    @Override
    public void read(int from, int[] into) {
        elements.open().view(from, into.length, Integer.BYTES).asIntBuffer().get(into);
    }

    @Override
    public void write(int from, int[] values) {
        elements.open().view(from, values.length, Integer.BYTES).asIntBuffer().put(values);
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
