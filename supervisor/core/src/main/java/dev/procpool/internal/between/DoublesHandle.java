package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.SharedArray;

/** An array of {@code double} between processes. Thread-safe. */
final class DoublesHandle implements SharedArray.OfDouble {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient BoundElements elements;

    DoublesHandle(Bound bound) {
        this.bound = bound;
        this.elements = BoundElements.of(bound);
    }

    @Override
    public int length() {
        return elements.open().length();
    }

    @Override
    public double get(int index) {
        return elements.open().getDouble(index);
    }

    @Override
    public void set(int index, double value) {
        elements.open().setDouble(index, value);
    }

    @Override
    public double addAndGet(int index, double delta) {
        return elements.open().addAndGetDouble(index, delta);
    }

    @Override
    public boolean compareAndSet(int index, double expected, double value) {
        return elements.open().compareAndSetDouble(index, expected, value);
    }

    @Override
    public void read(int from, double[] into) {
        elements.open().view(from, into.length, Double.BYTES).asDoubleBuffer().get(into);
    }

    @Override
    public void write(int from, double[] values) {
        elements.open().view(from, values.length, Double.BYTES).asDoubleBuffer().put(values);
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
