package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.SharedDouble;

/** A {@code double} between processes. Thread-safe. */
final class DoubleHandle implements SharedDouble {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient BoundElements elements;

    DoubleHandle(Bound bound) {
        this.bound = bound;
        this.elements = BoundElements.of(bound);
    }

    @Override
    public double get() {
        return elements.open().getDouble(0);
    }

    @Override
    public void set(double value) {
        elements.open().setDouble(0, value);
    }

    @Override
    public double addAndGet(double delta) {
        return elements.open().addAndGetDouble(0, delta);
    }

    @Override
    public boolean compareAndSet(double expected, double value) {
        return elements.open().compareAndSetDouble(0, expected, value);
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
