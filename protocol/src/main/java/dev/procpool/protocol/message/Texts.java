package dev.procpool.protocol.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A text of up to 1,000 chars as it lies among others, {@link ItemLayout#TEXTS}.
 *
 * <pre>
 * +-----------------------------+---------------------------------------+
 * | number of bytes × 2 + raw   | the text                              |
 * | varint                      | UTF-8, or UTF-16 big endian if raw    |
 * +-----------------------------+---------------------------------------+
 * </pre>
 *
 * Only a text with an unpaired surrogate is raw, as UTF-8 has no form for one. Each text arrives as it was, char by
 * char.
 */
final class Texts {

    /** The largest number of chars of a text that lies among others. */
    static final int MOST_CHARS = 1000;

    private static final int BYTES_OF_HEAD = 2;
    private static final int MOST_BYTES_OF_CHAR = 3;

    /** The largest number of bytes of a text with its head. */
    static final int MOST_BYTES = BYTES_OF_HEAD + MOST_CHARS * MOST_BYTES_OF_CHAR;

    /** Up to here a loop over chars is quicker than a copy of them. */
    private static final int FEW_CHARS = 48;

    private static final char REPLACEMENT = '\uFFFD';

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle CHAR = MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.BIG_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Texts() {}

    /**
     * Appends a text. Cannot fail where there is room for {@link #MOST_BYTES}.
     *
     * @param text a text of up to {@link #MOST_CHARS} chars
     */
    static void put(String text, PayloadBuffer out) {
        if (text.length() <= FEW_CHARS ? !putFewAscii(text, out) : !putManyAscii(text, out)) {
            putUtf8(text, out);
        }
    }

    private static boolean putFewAscii(String text, PayloadBuffer out) {
        int length = text.length();
        int at = out.size();
        out.ensureCapacity(at + 1 + length);
        byte[] array = out.array();
        int start = at + 1;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return false;
            }
            array[start + i] = (byte) c;
        }
        array[at] = (byte) (length << 1);
        out.advance(1 + length);
        return true;
    }

    private static boolean putManyAscii(String text, PayloadBuffer out) {
        byte[] latin;
        try {
            latin = text.getBytes(StandardCharsets.ISO_8859_1);
            if (!isAscii(latin) || !text.equals(new String(latin, StandardCharsets.ISO_8859_1))) {
                return false; // a char that is not Latin-1 has become a question mark
            }
        } catch (OutOfMemoryError e) {
            return false; // the other way needs no memory
        }
        int at = out.size();
        out.ensureCapacity(at + BYTES_OF_HEAD + latin.length);
        putHead(out.array(), at, latin.length << 1);
        System.arraycopy(latin, 0, out.array(), at + BYTES_OF_HEAD, latin.length);
        out.advance(BYTES_OF_HEAD + latin.length);
        return true;
    }

    private static boolean isAscii(byte[] bytes) {
        int at = 0;
        for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            if (((long) LONG.get(bytes, at) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < bytes.length; at++) {
            if (bytes[at] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Always of two bytes: the number is not known before the text is encoded. */
    private static void putHead(byte[] array, int at, int head) {
        array[at] = (byte) (head | 0x80);
        array[at + 1] = (byte) (head >>> 7);
    }

    private static void putUtf8(String text, PayloadBuffer out) {
        int at = out.size();
        int length = text.length();
        out.ensureCapacity(at + BYTES_OF_HEAD + MOST_BYTES_OF_CHAR * length);
        byte[] array = out.array();
        int to = at + BYTES_OF_HEAD;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                array[to++] = (byte) c;
            } else if (c < 0x800) {
                array[to++] = (byte) (0xC0 | c >> 6);
                array[to++] = (byte) (0x80 | c & 0x3F);
            } else if (!Character.isSurrogate(c)) {
                array[to++] = (byte) (0xE0 | c >> 12);
                array[to++] = (byte) (0x80 | c >> 6 & 0x3F);
                array[to++] = (byte) (0x80 | c & 0x3F);
            } else if (isPair(text, i)) {
                to = putPair(Character.toCodePoint(c, text.charAt(++i)), array, to);
            } else {
                putRaw(text, out);
                return;
            }
        }
        int bytes = to - at - BYTES_OF_HEAD;
        putHead(array, at, bytes << 1);
        out.advance(BYTES_OF_HEAD + bytes);
    }

    private static boolean isPair(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    private static int putPair(int codePoint, byte[] array, int at) {
        array[at] = (byte) (0xF0 | codePoint >> 18);
        array[at + 1] = (byte) (0x80 | codePoint >> 12 & 0x3F);
        array[at + 2] = (byte) (0x80 | codePoint >> 6 & 0x3F);
        array[at + 3] = (byte) (0x80 | codePoint & 0x3F);
        return at + 4;
    }

    private static void putRaw(String text, PayloadBuffer out) {
        int at = out.size();
        int bytes = text.length() * Character.BYTES;
        putHead(out.array(), at, bytes << 1 | 1);
        out.advance(BYTES_OF_HEAD + bytes);
        for (int i = 0; i < text.length(); i++) {
            CHAR.set(out.array(), at + BYTES_OF_HEAD + i * Character.BYTES, text.charAt(i));
        }
    }

    /**
     * The text behind a head.
     *
     * @throws ProtocolException if the bytes are not a text
     */
    static String get(byte[] array, int offset, int head) {
        int length = head >>> 1;
        if ((head & 1) != 0) {
            return raw(array, offset, length);
        }
        String text = new String(array, offset, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireWellFormed(array, offset, length); // else the text has such a char itself
        }
        return text;
    }

    private static String raw(byte[] array, int offset, int length) {
        if (length % Character.BYTES != 0) {
            throw new ProtocolException("a text of " + length + " bytes in UTF-16");
        }
        char[] chars = new char[length / Character.BYTES];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) CHAR.get(array, offset + i * Character.BYTES);
        }
        return new String(chars);
    }

    private static void requireWellFormed(byte[] array, int offset, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array, offset, length));
        } catch (CharacterCodingException e) {
            throw new ProtocolException("a text of " + length + " bytes that is not UTF-8: " + e.getMessage(), e);
        }
    }
}
