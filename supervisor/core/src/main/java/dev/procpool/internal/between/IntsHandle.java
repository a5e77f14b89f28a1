package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.SharedArray;
import dev.procpool.protocol.between.Elements;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.SharedElements;

/** An array of {@code int} between processes. Thread-safe. */
final class IntsHandle implements SharedArray.OfInt {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient SharedElements elements;

    IntsHandle(Bound bound) {
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
    public int get(int index) {
        return open().getInt(index);
    }

    @Override
    public void set(int index, int value) {
        open().setInt(index, value);
    }

    @Override
    public int addAndGet(int index, int delta) {
        return open().addAndGetInt(index, delta);
    }

    @Override
    public boolean compareAndSet(int index, int expected, int value) {
        return open().compareAndSetInt(index, expected, value);
    }

    @Override
    public void read(int from, int[] into) {
        open().view(from, into.length, Integer.BYTES).asIntBuffer().get(into);
    }

    @Override
    public void write(int from, int[] values) {
        open().view(from, values.length, Integer.BYTES).asIntBuffer().put(values);
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
