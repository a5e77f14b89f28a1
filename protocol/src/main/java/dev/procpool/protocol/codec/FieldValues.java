package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.Unicode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of the fields of a {@link RecordForm}: numbers are big endian, what may be null has a byte before it that
 * is 0 for null. Each method to read a primitive type is named after it, as {@link RecordHandles} finds it by its name.
 *
 * <pre>
 * string   +------------------------------------------+-----------------------------------+
 *          | 0: null, else 1 + chars * 2 + wide       | Latin-1, or UTF-16 where wide     |
 *          | varint                                   | chars bytes, or 2 * chars bytes   |
 *          +------------------------------------------+-----------------------------------+
 * </pre>
 *
 * A wide string is copied char by char: an encoder would replace a surrogate that stands alone.
 */
final class FieldValues {

    /** The length of the longest string; a longer one goes the usual way. */
    static final int MOST_CHARS = 1000;

    /** Strings up to this length are copied in a loop; it takes longer for others to begin. */
    private static final int SHORT_STRING = 48;

    private static final int LARGEST_LATIN = 0xFF;
    private static final int MOST_VAR_INT = 5;

    private static final VarHandle CHARS = view(char[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);

    private FieldValues() {}

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
    }

    /** A string is too long for the form. It has no stack trace: it is thrown at most once for each batch. */
    static final class TooLongException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLongException() {
            super("a string of more than " + MOST_CHARS + " chars", null, false, false);
        }
    }

    private static int advance(PayloadBuffer out, int bytes) {
        int at = out.size();
        out.advance(bytes);
        return at;
    }

    private static int advance(PayloadReader in, int bytes) {
        int at = in.position();
        in.skip(bytes);
        return at;
    }

    static void put(PayloadBuffer out, boolean value) {
        out.putByte(value ? 1 : 0);
    }

    static void put(PayloadBuffer out, byte value) {
        out.putByte(value);
    }

    static void put(PayloadBuffer out, short value) {
        put(out, (char) value);
    }

    static void put(PayloadBuffer out, char value) {
        int at = advance(out, Character.BYTES);
        CHARS.set(out.array(), at, value);
    }

    static void put(PayloadBuffer out, int value) {
        int at = advance(out, Integer.BYTES);
        INTS.set(out.array(), at, value);
    }

    static void put(PayloadBuffer out, long value) {
        int at = advance(out, Long.BYTES);
        LONGS.set(out.array(), at, value);
    }

    static void put(PayloadBuffer out, float value) {
        put(out, Float.floatToRawIntBits(value));
    }

    static void put(PayloadBuffer out, double value) {
        put(out, Double.doubleToRawLongBits(value));
    }

    /** @throws TooLongException if the string is longer than {@link #MOST_CHARS}; a part may have been written */
    static void put(PayloadBuffer out, String value) {
        if (value == null) {
            out.putByte(0);
            return;
        }
        int length = value.length();
        if (length > MOST_CHARS) {
            throw new TooLongException();
        }
        int start = out.size();
        out.ensureCapacity(start + MOST_VAR_INT + length * Character.BYTES);
        out.putVarInt(1 + length * 2);
        boolean narrow = length > SHORT_STRING ? putLatin(out, value) : putShortLatin(out, value, length);
        if (!narrow) {
            out.truncate(start);
            putWide(out, value, length);
        }
    }

    private static boolean putShortLatin(PayloadBuffer out, String value, int length) {
        byte[] array = out.array();
        int at = out.size();
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c > LARGEST_LATIN) {
                return false;
            }
            array[at + i] = (byte) c;
        }
        out.advance(length);
        return true;
    }

    private static boolean putLatin(PayloadBuffer out, String value) {
        byte[] latin = value.getBytes(StandardCharsets.ISO_8859_1);
        out.put(latin, 0, latin.length);
        return new String(latin, StandardCharsets.ISO_8859_1).equals(value);
    }

    private static void putWide(PayloadBuffer out, String value, int length) {
        out.putVarInt(2 + length * 2);
        int at = advance(out, length * Character.BYTES);
        Unicode.putUtf16(value, out.array(), at);
    }

    /** Appends a constant of an enum, or null. */
    static void put(PayloadBuffer out, Enum<?> value) {
        out.putVarInt(value == null ? 0 : 1 + value.ordinal());
    }

    /** Appends a box, or null. */
    static void putBoxed(FieldKind kind, PayloadBuffer out, Object value) {
        put(out, value != null);
        if (value != null) {
            kind.put(out, value);
        }
    }

    static boolean getBoolean(PayloadReader in) {
        return in.getByte() != 0;
    }

    static byte getByte(PayloadReader in) {
        return in.getByte();
    }

    static short getShort(PayloadReader in) {
        return (short) getChar(in);
    }

    static char getChar(PayloadReader in) {
        return (char) CHARS.get(in.array(), advance(in, Character.BYTES));
    }

    static int getInt(PayloadReader in) {
        return (int) INTS.get(in.array(), advance(in, Integer.BYTES));
    }

    static long getLong(PayloadReader in) {
        return (long) LONGS.get(in.array(), advance(in, Long.BYTES));
    }

    static float getFloat(PayloadReader in) {
        return Float.intBitsToFloat(getInt(in));
    }

    static double getDouble(PayloadReader in) {
        return Double.longBitsToDouble(getLong(in));
    }

    static String getString(PayloadReader in) {
        int head = in.getVarInt();
        if (head == 0) {
            return null;
        }
        int length = head - 1 >>> 1;
        if ((head & 1) != 0) {
            int at = advance(in, length);
            return new String(in.array(), at, length, StandardCharsets.ISO_8859_1);
        }
        int at = advance(in, length * Character.BYTES);
        return Unicode.ofUtf16(in.array(), at, length);
    }

    static Object getConstant(Object[] constants, PayloadReader in) {
        int code = in.getVarInt();
        if (code < 0 || code > constants.length) {
            throw new KryoException("constant " + (code - 1) + " of an enum with " + constants.length);
        }
        return code == 0 ? null : constants[code - 1];
    }

    static Object getBoxed(FieldKind kind, PayloadReader in) {
        return getBoolean(in) ? kind.get(in) : null;
    }
}
