package dev.procpool.protocol.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The arrangement of the items, or of the results, of one chunk. Values of one simple type are packed: they lie side by
 * side, without the class, the status and the run time that each has otherwise. In packed layouts of varying lengths a
 * varint, the head, precedes each value and tells its length.
 *
 * <p>A value is read in three steps, which are the same for each layout: {@link #head} reads what precedes it,
 * {@link #get} decodes it, and the reader skips {@link #length} bytes.
 */
public enum ItemLayout {
    /** Each value has its length and its class; a result also has a status and a run time. */
    SIZED(null, 0, 0),
    INTS(Integer.class, Integer.BYTES, 0),
    LONGS(Long.class, Long.BYTES, 0),
    DOUBLES(Double.class, Double.BYTES, 0),
    /** Strings of up to 1,000 chars, each with a head; see {@link Texts}. */
    TEXTS(String.class, 0, 1),
    /**
     * Objects of one class by their fields, and other values among them, each with a head; the codec reads and writes
     * them ({@code RecordForm}), and a description of the class precedes them.
     */
    RECORDS(Void.class, 0, 1),
    /** A single large array of bytes, not encoded: it is copied into shared memory and out of it, and nowhere else. */
    BYTES(null, 0, 0);

    /** The largest number of bytes of a packed value, its head included. */
    public static final int MOST_BYTES = Texts.MOST_BYTES;

    private static final int LARGE = 8 << 10;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final ItemLayout[] VALUES = values();

    private final Class<?> type;
    private final int bytes;

    /** The number of low bits of a head that do not belong to the length. */
    private final int flags;

    ItemLayout(Class<?> type, int bytes, int flags) {
        this.type = type;
        this.bytes = bytes;
        this.flags = flags;
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
        if (type == String.class) {
            return TEXTS.fits(value) ? TEXTS : SIZED;
        }
        if (type == Long.class) {
            return LONGS;
        }
        return type == Double.class ? DOUBLES : SIZED;
    }

    static Optional<ItemLayout> ofCode(int code) {
        return code < 0 || code >= VALUES.length ? Optional.empty() : Optional.of(VALUES[code]);
    }

    /** Whether values lie side by side, without a class, a status or a run time. */
    public boolean isPacked() {
        return type != null;
    }

    /** Whether a value is so large an array of bytes that it goes alone, as {@link #BYTES}. */
    public static boolean isAlone(Object value) {
        return value instanceof byte[] array && array.length >= LARGE;
    }

    /** Whether a value may lie among those of this packed layout, and {@link #put} writes it; never for records. */
    public boolean fits(Object value) {
        return value != null
                && value.getClass() == type
                && (this != TEXTS || ((String) value).length() <= Texts.MOST_CHARS);
    }

    /** The number of bytes of each value in a packed layout of numbers; 0 in the others. */
    public int bytes() {
        return bytes;
    }

    /** Appends a value that fits. Cannot fail where there is room for {@link #MOST_BYTES}. */
    public void put(Object value, PayloadBuffer out) {
        if (this == INTS) { // no switch: this runs for each of many millions
            int at = advance(out);
            INT.set(out.array(), at, (int) (Integer) value);
        } else if (this == LONGS) {
            int at = advance(out);
            LONG.set(out.array(), at, (long) (Long) value);
        } else if (this == DOUBLES) {
            int at = advance(out);
            LONG.set(out.array(), at, Double.doubleToRawLongBits((Double) value));
        } else if (this == TEXTS) {
            Texts.put((String) value, out);
        } else {
            throw new IllegalArgumentException("not packed");
        }
    }

    private int advance(PayloadBuffer out) {
        int at = out.size();
        out.advance(bytes);
        return at;
    }

    /**
     * Reads the head of the next item, or of the next packed result; the item begins where the reader is then.
     *
     * @return the number of bytes of the item where there is no head
     * @throws ProtocolException if the item is longer than what is left
     */
    public int head(PayloadReader in) {
        int head = bytes;
        if (head == 0) {
            head = this == BYTES ? in.remaining() : in.getVarInt();
        }
        int length = length(head);
        if (length < 0 || length > in.remaining()) {
            throw tooLong(length, in.remaining());
        }
        return head;
    }

    private static ProtocolException tooLong(int length, int left) {
        return new ProtocolException("an item of " + length + " bytes where " + left + " are left");
    }

    /** The number of bytes that follow a head. */
    public int length(int head) {
        return head >>> flags;
    }

    /** Whether the bytes behind a head of {@link #TEXTS} are UTF-8. */
    public static boolean isUtf8(int head) {
        return Texts.isUtf8(head);
    }

    /** Appends a text of any length that is UTF-8 already, as one of {@link #TEXTS}. */
    public static void putText(byte[] utf8, int offset, int length, PayloadBuffer out) {
        Texts.put(utf8, offset, length, out);
    }

    /**
     * The packed value at an offset.
     *
     * @param head what {@link #head} has read before it
     * @throws ProtocolException if the bytes are not such a value
     */
    public Object get(byte[] array, int offset, int head) {
        if (this == INTS) {
            return (int) INT.get(array, offset);
        }
        if (this == LONGS) {
            return (long) LONG.get(array, offset);
        }
        if (this == DOUBLES) {
            return Double.longBitsToDouble((long) LONG.get(array, offset));
        }
        if (this == TEXTS) {
            return Texts.get(array, offset, head);
        }
        throw new IllegalArgumentException("not packed");
    }

    /**
     * Reads the next packed value.
     *
     * @throws ProtocolException if there is none; the reader is behind the value then, if its length is known
     */
    public Object next(PayloadReader in) {
        int head = head(in);
        int at = in.position();
        in.skip(length(head));
        return get(in.array(), at, head);
    }

    /**
     * Skips items, or packed results.
     *
     * @throws ProtocolException if there are less
     */
    public void skip(PayloadReader in, int count) {
        if (bytes > 0) {
            in.skip(Math.multiplyExact(count, bytes));
            return;
        }
        for (int i = 0; i < count; i++) {
            in.skip(length(head(in)));
        }
    }
}
