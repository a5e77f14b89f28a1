package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.SharedLong;
import dev.procpool.protocol.between.Elements;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.SharedElements;

/** A {@code long} between processes. Thread-safe. */
final class LongHandle implements SharedLong {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient SharedElements value;

    LongHandle(Bound bound) {
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
    public long get() {
        return open().getLong(0);
    }

    @Override
    public void set(long value) {
        open().setLong(0, value);
    }

    @Override
    public long addAndGet(long delta) {
        return open().addAndGetLong(0, delta);
    }

    @Override
    public boolean compareAndSet(long expected, long value) {
        return open().compareAndSetLong(0, expected, value);
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
