package dev.procpool.protocol.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The arrangement of the items, or of the results, of one chunk. Boxed numbers of one type are packed: a length for
 * each of them, let alone a class, would cost more than the number.
 */
public enum ItemLayout {
    /** Each value has its length; a result also has a status and a run time. */
    SIZED(null, 0),
    INTS(Integer.class, Integer.BYTES),
    LONGS(Long.class, Long.BYTES),
    DOUBLES(Double.class, Double.BYTES),
    /** A single large array of bytes, not encoded: it is copied into shared memory and out of it, and nowhere else. */
    BYTES(byte[].class, 0);

    private static final int LARGE = 8 << 10;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final ItemLayout[] VALUES = values();

    private final Class<?> type;
    private final int bytes;

    ItemLayout(Class<?> type, int bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** The layout for values like this one. */
    public static ItemLayout of(Object value) {
        if (value == null) {
            return SIZED;
        }
        Class<?> type = value.getClass();
        if (type == Integer.class) {
            return INTS;
        }
        if (type == Long.class) {
            return LONGS;
        }
        return type == Double.class ? DOUBLES : SIZED;
    }

    static Optional<ItemLayout> ofCode(int code) {
        return code < 0 || code >= VALUES.length ? Optional.empty() : Optional.of(VALUES[code]);
    }

    public boolean isPacked() {
        return bytes > 0;
    }

    /** Whether a value is so large an array of bytes that it goes alone, as {@link #BYTES}. */
    public static boolean isAlone(Object value) {
        return value instanceof byte[] array && array.length >= LARGE;
    }

    /** Whether a value may lie among those of this packed layout. */
    public boolean fits(Object value) {
        return isPacked() && value != null && value.getClass() == type;
    }

    /** The number of bytes of a value in a packed layout; 0 in the others. */
    public int bytes() {
        return bytes;
    }

    /** Appends a value that fits. */
    public void put(Object value, PayloadBuffer out) {
        int at = out.size();
        out.advance(bytes);
        if (this == INTS) { // no switch: this runs for each of many millions
            INT.set(out.array(), at, (int) (Integer) value);
        } else if (this == LONGS) {
            LONG.set(out.array(), at, (long) (Long) value);
        } else if (this == DOUBLES) {
            LONG.set(out.array(), at, Double.doubleToRawLongBits((Double) value));
        } else {
            throw new IllegalArgumentException("not packed");
        }
    }

    /** The value at an offset. */
    public Object get(byte[] array, int offset) {
        if (this == INTS) {
            return (int) INT.get(array, offset);
        }
        if (this == LONGS) {
            return (long) LONG.get(array, offset);
        }
        if (this == DOUBLES) {
            return Double.longBitsToDouble((long) LONG.get(array, offset));
        }
        throw new IllegalArgumentException("not packed");
    }
}
