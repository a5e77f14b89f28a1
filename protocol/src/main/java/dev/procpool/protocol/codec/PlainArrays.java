package dev.procpool.protocol.codec;

import dev.procpool.protocol.message.PayloadBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Arrays of numbers that are the whole payload: copied as they lie in memory, past Kryo.
 *
 * <pre>
 * +---------+------------------------------+
 * | tag u8  | elements, little endian      |
 * +---------+------------------------------+
 * </pre>
 *
 * No payload of Kryo begins with one of the tags: they would be the numbers of classes that are not registered.
 */
final class PlainArrays {

    private static final byte BYTES = 0x70;
    private static final byte CHARS = 0x71;
    private static final byte SHORTS = 0x72;
    private static final byte INTS = 0x73;
    private static final byte LONGS = 0x74;
    private static final byte FLOATS = 0x75;
    private static final byte DOUBLES = 0x76;

    private PlainArrays() {}

    /** How many bytes the encoding of this object takes; 0 if it is not an array of numbers. */
    static long sizeOf(Object value) {
        if (value == null || !value.getClass().isArray()) {
            return 0;
        }
        if (value instanceof byte[] array) {
            return 1 + array.length;
        } else if (value instanceof char[] array) {
            return 1 + (long) array.length * Character.BYTES;
        } else if (value instanceof short[] array) {
            return 1 + (long) array.length * Short.BYTES;
        } else if (value instanceof int[] array) {
            return 1 + (long) array.length * Integer.BYTES;
        } else if (value instanceof long[] array) {
            return 1 + (long) array.length * Long.BYTES;
        } else if (value instanceof float[] array) {
            return 1 + (long) array.length * Float.BYTES;
        } else if (value instanceof double[] array) {
            return 1 + (long) array.length * Double.BYTES;
        }
        return 0;
    }

    /** Appends the length and the encoding of an array whose size was found to be this. */
    static void encode(Object value, int size, PayloadBuffer out) {
        out.ensureCapacity(out.size() + size + 5);
        out.putVarInt(size);
        if (value instanceof byte[] array) {
            out.putByte(BYTES);
            out.put(array, 0, array.length);
            return;
        }
        int start = out.size();
        out.advance(size);
        ByteBuffer target = littleEndian(out.array(), start + 1, size - 1);
        byte tag;
        if (value instanceof char[] array) {
            tag = CHARS;
            target.asCharBuffer().put(array);
        } else if (value instanceof short[] array) {
            tag = SHORTS;
            target.asShortBuffer().put(array);
        } else if (value instanceof int[] array) {
            tag = INTS;
            target.asIntBuffer().put(array);
        } else if (value instanceof long[] array) {
            tag = LONGS;
            target.asLongBuffer().put(array);
        } else if (value instanceof float[] array) {
            tag = FLOATS;
            target.asFloatBuffer().put(array);
        } else {
            tag = DOUBLES;
            target.asDoubleBuffer().put((double[]) value);
        }
        out.array()[start] = tag;
    }

    /** The array, or null if these bytes are not the encoding of one. */
    static Object decode(byte[] bytes, int offset, int length) {
        if (length < 1 || bytes[offset] < BYTES || bytes[offset] > DOUBLES) {
            return null;
        }
        int from = offset + 1;
        int size = length - 1;
        ByteBuffer source = littleEndian(bytes, from, size);
        switch (bytes[offset]) {
            case BYTES:
                return Arrays.copyOfRange(bytes, from, from + size);
            case CHARS:
                char[] chars = new char[elements(size, Character.BYTES)];
                source.asCharBuffer().get(chars);
                return chars;
            case SHORTS:
                short[] shorts = new short[elements(size, Short.BYTES)];
                source.asShortBuffer().get(shorts);
                return shorts;
            case INTS:
                int[] ints = new int[elements(size, Integer.BYTES)];
                source.asIntBuffer().get(ints);
                return ints;
            case LONGS:
                long[] longs = new long[elements(size, Long.BYTES)];
                source.asLongBuffer().get(longs);
                return longs;
            case FLOATS:
                float[] floats = new float[elements(size, Float.BYTES)];
                source.asFloatBuffer().get(floats);
                return floats;
            default:
                double[] doubles = new double[elements(size, Double.BYTES)];
                source.asDoubleBuffer().get(doubles);
                return doubles;
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes, int offset, int length) {
        return ByteBuffer.wrap(bytes, offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int elements(int size, int bytesOfEach) {
        if (size % bytesOfEach != 0) {
            throw new DecodingException(size + " bytes are no array of elements of " + bytesOfEach, null);
        }
        return size / bytesOfEach;
    }
}
