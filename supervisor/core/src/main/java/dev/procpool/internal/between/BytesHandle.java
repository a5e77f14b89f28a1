package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.SharedArray;

/** An array of {@code byte} between processes. Thread-safe. */
final class BytesHandle implements SharedArray.OfByte {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient BoundElements elements;

    BytesHandle(Bound bound) {
        this.bound = bound;
        this.elements = BoundElements.of(bound);
    }

    @Override
    public int length() {
        return elements.open().length();
    }

    @Override
    public byte get(int index) {
        return elements.open().getByte(index);
    }

    @Override
    public void set(int index, byte value) {
        elements.open().setByte(index, value);
    }

    @Override
    public byte addAndGet(int index, byte delta) {
        return elements.open().addAndGetByte(index, delta);
    }

    @Override
    public boolean compareAndSet(int index, byte expected, byte value) {
        return elements.open().compareAndSetByte(index, expected, value);
    }

    @Override
    public void read(int from, byte[] into) {
        elements.open().view(from, into.length, Byte.BYTES).get(into);
    }

    @Override
    public void write(int from, byte[] values) {
        elements.open().view(from, values.length, Byte.BYTES).put(values);
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
