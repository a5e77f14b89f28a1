package dev.procpool.protocol.message;

import java.util.Arrays;

/**
 * A growable array of bytes that is written at its end. Frames and payloads are built in it.
 *
 * <p>Fixed-size numbers are big endian, variable-size ones are unsigned LEB128 (seven bits a byte,
 * least significant first). It has no limit of its own: the caller checks sizes first.
 *
 * <p>Confined to one thread at a time.
 */
public final class PayloadBuffer {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int MAX_VAR_INT = 5;

    /** The number of uses in a row that did not need a large array, after which it is released. */
    private static final int UNNEEDED = 64;

    private byte[] array;
    private int size;
    private int largestSize;
    private int unneeded;

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
        largestSize = Math.max(largestSize, size);
        size = 0;
    }

    /**
     * To be called between uses of a buffer that is used again: releases an array that is larger than {@code capacity}
     * once many uses in a row have not needed it. To allocate such an array for each use would cost more than the use.
     */
    public void trim(int capacity) {
        if (array.length <= capacity) {
            return;
        }
        unneeded = Math.max(largestSize, size) > capacity ? 0 : unneeded + 1;
        largestSize = 0;
        if (unneeded > UNNEEDED && size <= capacity) {
            array = Arrays.copyOf(array, capacity);
            unneeded = 0;
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

    /**
     * Adds {@code count} bytes to the size, which the caller has written, or will write, directly into {@link #array}.
     */
    public void advance(int count) {
        reserve(count);
        size += count;
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
