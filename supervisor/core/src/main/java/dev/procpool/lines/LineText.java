package dev.procpool.lines;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A text as UTF-8, in a part of an array that belongs to somebody else. The owner moves one such object from text to
 * text; so a text is to be used, or copied, before the next one is asked for. Not thread-safe.
 */
public final class LineText {

    private static final byte[] NOTHING = {};

    private byte[] array = NOTHING;
    private int offset;
    private int length;

    /** An empty text. */
    public LineText() {}

    /** Moves this to other bytes, which are UTF-8 and are not copied. */
    public void moveTo(byte[] newArray, int newOffset, int newLength) {
        Objects.checkFromIndexSize(newOffset, newLength, newArray.length);
        array = newArray;
        offset = newOffset;
        length = newLength;
    }

    /** Moves this to all bytes of an array, which are UTF-8 and are not copied. */
    public void moveTo(byte[] newArray) {
        moveTo(newArray, 0, newArray.length);
    }

    /** Moves this to a string. */
    public void moveTo(String text) {
        moveTo(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Moves this to no bytes. */
    public void clear() {
        moveTo(NOTHING);
    }

    /** The array that has the bytes, to be read only. */
    public byte[] array() {
        return array;
    }

    /** The position of the first byte in {@link #array}. */
    public int offset() {
        return offset;
    }

    /** The number of bytes. */
    public int length() {
        return length;
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Writes the bytes, and nothing after them. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(array, offset, length);
    }

    /** The text as a string. */
    @Override
    public String toString() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }
}
