package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.SharedArray;
import dev.procpool.protocol.between.Elements;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.SharedElements;

/** An array of {@code byte} between processes. Thread-safe. */
final class BytesHandle implements SharedArray.OfByte {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient SharedElements elements;

    BytesHandle(Bound bound) {
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
    public byte get(int index) {
        return open().getByte(index);
    }

    @Override
    public void set(int index, byte value) {
        open().setByte(index, value);
    }

    @Override
    public byte addAndGet(int index, byte delta) {
        return open().addAndGetByte(index, delta);
    }

    @Override
    public boolean compareAndSet(int index, byte expected, byte value) {
        return open().compareAndSetByte(index, expected, value);
    }

    @Override
    public void read(int from, byte[] into) {
        open().view(from, into.length, Byte.BYTES).get(into);
    }

    @Override
    public void write(int from, byte[] values) {
        open().view(from, values.length, Byte.BYTES).put(values);
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
