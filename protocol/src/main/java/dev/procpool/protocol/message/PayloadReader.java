package dev.procpool.protocol.message;

import java.nio.BufferUnderflowException;
import java.util.Objects;

/**
 * Reads from a part of an array that was written by a {@link PayloadBuffer}.
 *
 * <p>Reading beyond the end throws {@link BufferUnderflowException}; the caller turns that into
 * an exception of its own. Confined to one thread at a time.
 */
public final class PayloadReader {
    private final byte[] array;
    private final int end;
    private int position;

    public PayloadReader(byte[] array, int offset, int end) {
        Objects.checkFromToIndex(offset, end, array.length);
        this.array = array;
        this.position = offset;
        this.end = end;
    }

    public byte[] array() {
        return array;
    }

    /** The index in {@link #array} of the byte that is read next. */
    public int position() {
        return position;
    }

    public int remaining() {
        return end - position;
    }

    public void skip(int count) {
        position = advanced(count);
    }

    public byte getByte() {
        int at = position;
        position = advanced(1);
        return array[at];
    }

    public int getInt() {
        int at = position;
        position = advanced(Integer.BYTES);
        int value = 0;
        for (int i = at; i < position; i++) {
            value = value << 8 | array[i] & 0xFF;
        }
        return value;
    }

    public long getLong() {
        long high = getInt();
        return high << 32 | Integer.toUnsignedLong(getInt());
    }

    public int getVarInt() {
        if (position < end && array[position] >= 0) {
            return array[position++]; // most lengths
        }
        if (position + 1 < end && array[position + 1] >= 0) {
            return array[position++] & 0x7F | array[position++] << 7; // most others
        }
        return (int) getVarBits(28);
    }

    public long getVarLong() {
        return getVarBits(63);
    }

    private long getVarBits(int lastShift) {
        long value = 0;
        for (int shift = 0; shift <= lastShift; shift += 7) {
            int next = getByte();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                break;
            }
        }
        return value;
    }

    private int advanced(int count) {
        if (count < 0 || count > remaining()) {
            throw new BufferUnderflowException();
        }
        return position + count;
    }
}
