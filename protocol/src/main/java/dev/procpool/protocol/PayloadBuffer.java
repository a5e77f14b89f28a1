package dev.procpool.protocol;

import java.util.Arrays;

/**
 * A growable array of bytes that is written at its end. Frames and payloads are built in it.
 *
 * <p>Fixed-size numbers are big endian, variable-size ones are unsigned LEB128 (seven bits a byte,
 * least significant first). It has no limit of its own: who writes checks sizes first.
 *
 * <p>Confined to one thread at a time.
 */
public final class PayloadBuffer {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int MAX_VAR_INT = 5;

    private byte[] array;
    private int size;

    public PayloadBuffer(int initialCapacity) {
        array = new byte[initialCapacity];
    }

    /** The backing array, valid until the buffer grows; only the first {@link #size} bytes count. */
    public byte[] array() {
        return array;
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    /** Lets go of the array of an empty or small buffer that once needed more than this. */
    public void trim(int capacity) {
        if (array.length > capacity && size <= capacity) {
            array = Arrays.copyOf(array, capacity);
        }
    }

    /** Forgets everything after the first {@code newSize} bytes. */
    public void truncate(int newSize) {
        if (newSize < 0 || newSize > size) {
            throw new IllegalArgumentException("newSize " + newSize + " of size " + size);
        }
        size = newSize;
    }

    /** Lets the caller write directly into {@link #array}, up to {@code capacity} bytes in all. */
    public void ensureCapacity(int capacity) {
        if (capacity > array.length) {
            array = Arrays.copyOf(array, grownCapacity(capacity));
        }
    }

    private int grownCapacity(int needed) {
        long doubled = Math.max(16L, array.length * 2L);
        return (int) Math.max(needed, Math.min(doubled, LARGEST_ARRAY));
    }

    public void putByte(int value) {
        reserve(1);
        array[size++] = (byte) value;
    }

    public void putInt(int value) {
        reserve(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            array[size++] = (byte) (value >>> shift);
        }
    }

    public void putLong(long value) {
        putInt((int) (value >>> 32));
        putInt((int) value);
    }

    public void putVarInt(int value) {
        reserve(MAX_VAR_INT);
        byte[] target = array;
        int at = size;
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        size = at;
    }

    public void putVarLong(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            putByte((int) rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        putByte((int) rest);
    }

    public void put(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, array, size, length);
        size += length;
    }

    /** Appends bytes that the caller will set in {@link #array}. */
    public void extend(int length) {
        reserve(length);
        size += length;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(array, size);
    }

    private void reserve(int additional) {
        long needed = (long) size + additional;
        if (needed > LARGEST_ARRAY) {
            throw new OutOfMemoryError("a payload buffer cannot hold " + needed + " bytes");
        }
        ensureCapacity((int) needed);
    }
}
