package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.SharedArray;
import dev.procpool.protocol.between.Elements;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.SharedElements;

/** An array of {@code double} between processes. Thread-safe. */
final class DoublesHandle implements SharedArray.OfDouble {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient SharedElements elements;

    DoublesHandle(Bound bound) {
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
    public double get(int index) {
        return open().getDouble(index);
    }

    @Override
    public void set(int index, double value) {
        open().setDouble(index, value);
    }

    @Override
    public double addAndGet(int index, double delta) {
        return open().addAndGetDouble(index, delta);
    }

    @Override
    public boolean compareAndSet(int index, double expected, double value) {
        return open().compareAndSetDouble(index, expected, value);
    }

    @Override
    public void read(int from, double[] into) {
        open().view(from, into.length, Double.BYTES).asDoubleBuffer().get(into);
    }

    @Override
    public void write(int from, double[] values) {
        open().view(from, values.length, Double.BYTES).asDoubleBuffer().put(values);
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
