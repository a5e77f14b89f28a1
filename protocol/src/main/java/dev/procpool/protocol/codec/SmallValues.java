package dev.procpool.protocol.codec;

import dev.procpool.protocol.message.PayloadBuffer;

/**
 * Writes and reads null and boxed numbers exactly as Kryo does, without Kryo: its set-up for each graph costs more
 * than such a value. The tests compare the bytes.
 */
final class SmallValues {

    /** What {@link #read} gives for anything else. */
    static final Object OTHER = new Object();

    /** The largest encoding, its length included. */
    static final int MAX_BYTES = 12;

    // Kryo's ids for classes: 0 is null, and registered ones start at 2.
    private static final byte NULL = 0;
    private static final byte INTEGER = 2;
    private static final byte BOOLEAN = 5;
    private static final byte LONG = 9;
    private static final byte DOUBLE = 10;

    private static final int SHIFT = 7;
    private static final int BITS = 0x7F;
    private static final int MORE = 0x80;
    private static final int LAST_INT_SHIFT = 28;

    /** The ninth byte of a long has all the bits that are left. */
    private static final int LAST_LONG_SHIFT = 56;

    private static final int WITH_DOUBLE = 1 + Double.BYTES;

    private SmallValues() {}

    /** Appends the length of the encoding and the encoding, if it is such a value. */
    static boolean write(Object value, PayloadBuffer out) {
        if (value instanceof Integer number) {
            int at = begin(out, INTEGER);
            out.putVarInt(number << 1 ^ number >> Integer.SIZE - 1);
            end(out, at);
        } else if (value == null) {
            end(out, begin(out, NULL));
        } else if (value instanceof Long number) {
            int at = begin(out, LONG);
            putVarLong(number << 1 ^ number >> Long.SIZE - 1, out);
            end(out, at);
        } else if (value instanceof Double number) {
            int at = begin(out, DOUBLE);
            out.putLong(Long.reverseBytes(Double.doubleToRawLongBits(number)));
            end(out, at);
        } else if (value instanceof Boolean truth) {
            int at = begin(out, BOOLEAN);
            out.putByte(truth ? 1 : 0);
            end(out, at);
        } else {
            return false;
        }
        return true;
    }

    private static int begin(PayloadBuffer out, byte type) {
        int at = out.size();
        out.ensureCapacity(at + MAX_BYTES);
        out.putByte(0);
        out.putByte(type);
        return at;
    }

    private static void end(PayloadBuffer out, int at) {
        out.array()[at] = (byte) (out.size() - at - 1);
    }

    private static void putVarLong(long value, PayloadBuffer out) {
        long rest = value;
        int shift = 0;
        while (shift < LAST_LONG_SHIFT && (rest & ~(long) BITS) != 0) {
            out.putByte((int) rest & BITS | MORE);
            rest >>>= SHIFT;
            shift += SHIFT;
        }
        out.putByte((int) rest);
    }

    /** The value that is encoded here; {@link #OTHER} if it is not one of these, or not one of ours. */
    static Object read(byte[] bytes, int offset, int length) {
        if (length <= 0) {
            return OTHER;
        }
        return switch (bytes[offset]) {
            case NULL -> length == 1 ? null : OTHER;
            case INTEGER -> readInteger(bytes, offset + 1, offset + length);
            case LONG -> readLong(bytes, offset + 1, offset + length);
            case DOUBLE -> length == WITH_DOUBLE ? (Object) readDouble(bytes, offset + 1) : OTHER;
            case BOOLEAN -> length == 2 && bytes[offset + 1] >> 1 == 0 ? (Object) (bytes[offset + 1] == 1) : OTHER;
            default -> OTHER;
        };
    }

    private static Object readInteger(byte[] bytes, int offset, int end) {
        int value = 0;
        int at = offset;
        for (int shift = 0; at < end && shift <= LAST_INT_SHIFT; shift += SHIFT) {
            int next = bytes[at++];
            value |= (next & BITS) << shift;
            if (next >= 0) {
                return at == end ? (Object) (value >>> 1 ^ -(value & 1)) : OTHER;
            }
        }
        return OTHER;
    }

    private static Object readLong(byte[] bytes, int offset, int end) {
        long value = 0;
        int at = offset;
        for (int shift = 0; at < end && shift < LAST_LONG_SHIFT; shift += SHIFT) {
            int next = bytes[at++];
            value |= (long) (next & BITS) << shift;
            if (next >= 0) {
                return at == end ? (Object) (value >>> 1 ^ -(value & 1)) : OTHER;
            }
        }
        if (at != end - 1) {
            return OTHER;
        }
        value |= (long) bytes[at] << LAST_LONG_SHIFT;
        return value >>> 1 ^ -(value & 1);
    }

    private static double readDouble(byte[] bytes, int offset) {
        long bits = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            bits = bits << Byte.SIZE | bytes[offset + i] & 0xFF;
        }
        return Double.longBitsToDouble(bits);
    }
}
