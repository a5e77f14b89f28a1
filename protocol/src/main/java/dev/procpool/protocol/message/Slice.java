package dev.procpool.protocol.message;

import java.util.Objects;

/** A range of a byte array. Immutable by convention: nobody writes into the array. */
public record Slice(byte[] array, int offset, int length) {

    public Slice {
        Objects.checkFromIndexSize(offset, length, array.length);
    }

    /** The whole of an array. */
    public static Slice of(byte[] array) {
        return new Slice(array, 0, array.length);
    }

    /** A reader over exactly these bytes. */
    public PayloadReader reader() {
        return new PayloadReader(array, offset, offset + length);
    }

    /** Whether the array has nothing else. */
    public boolean isExact() {
        return length == array.length;
    }

    /** The bytes in an array that has nothing else: this one, if that is so. */
    public byte[] toExactArray() {
        return isExact() ? array : toByteArray();
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return java.util.Arrays.copyOfRange(array, offset, offset + length);
    }
}
