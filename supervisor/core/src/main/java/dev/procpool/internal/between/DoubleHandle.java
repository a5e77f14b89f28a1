package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.SharedDouble;
import dev.procpool.protocol.between.Elements;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.SharedElements;

/** A {@code double} between processes. Thread-safe. */
final class DoubleHandle implements SharedDouble {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient SharedElements value;

    DoubleHandle(Bound bound) {
        this.bound = bound;
        this.value = new SharedElements(bound.form().object());
    }

    private Elements open() {
        try {
            return value.open();
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
    }

    @Override
    public double get() {
        return open().getDouble(0);
    }

    @Override
    public void set(double value) {
        open().setDouble(0, value);
    }

    @Override
    public double addAndGet(double delta) {
        return open().addAndGetDouble(0, delta);
    }

    @Override
    public boolean compareAndSet(double expected, double value) {
        return open().compareAndSetDouble(0, expected, value);
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
