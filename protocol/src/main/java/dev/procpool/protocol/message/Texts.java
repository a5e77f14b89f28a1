package dev.procpool.protocol.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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

    /** Up to here a loop over chars is quicker than the encoder of the JDK. */
    private static final int FEW_CHARS = 32;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long QUESTION_MARKS = 0x3F3F3F3F3F3F3F3FL;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Texts() {}

    /**
     * Appends a text. Cannot fail where there is room for {@link #MOST_BYTES}.
     *
     * @param text a text of up to {@link #MOST_CHARS} chars
     */
    static void put(String text, PayloadBuffer out) {
        int length = text.length();
        boolean mayBeAscii = length == 0 || text.charAt(0) < 0x80;
        if (!mayBeAscii || (length <= FEW_CHARS ? !putAscii(text, out) : !putEncoded(text, out))) {
            putChars(text, out);
        }
    }

    /** Appends a text of few chars if all of them are ASCII. */
    private static boolean putAscii(String text, PayloadBuffer out) {
        int length = text.length();
        int at = out.size();
        out.ensureCapacity(at + 1 + length);
        byte[] array = out.array();
        int start = at + 1;
        int bits = 0;
        for (int i = 0; i < length; i++) { // to its end always: such a loop is unrolled
            char c = text.charAt(i);
            bits |= c;
            array[start + i] = (byte) c;
        }
        if (bits >= 0x80) {
            return false;
        }
        array[at] = (byte) (length << 1);
        out.advance(1 + length);
        return true;
    }

    /** Appends a text that the encoder of the JDK encodes exactly. */
    private static boolean putEncoded(String text, PayloadBuffer out) {
        byte[] utf8;
        try {
            utf8 = text.getBytes(StandardCharsets.UTF_8);
        } catch (OutOfMemoryError e) {
            return false; // the other ways need no memory
        }
        if (hasQuestionMark(utf8) && hasSurrogate(text)) {
            return false; // the question mark may stand for an unpaired one
        }
        out.putVarInt(utf8.length << 1);
        out.put(utf8, 0, utf8.length);
        return true;
    }

    private static boolean hasQuestionMark(byte[] bytes) {
        int at = 0;
        for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            long word = (long) LONG.get(bytes, at) ^ QUESTION_MARKS;
            if ((word - LOW_BITS & ~word & HIGH_BITS) != 0) { // one of its bytes is 0
                return true;
            }
        }
        for (; at < bytes.length; at++) {
            if (bytes[at] == '?') {
                return true;
            }
        }
        return false;
    }

    private static boolean hasSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Always of two bytes: the number is not known before the text is encoded. */
    private static void putHead(byte[] array, int at, int head) {
        array[at] = (byte) (head | 0x80);
        array[at + 1] = (byte) (head >>> 7);
    }

    /** Appends a text of any chars, and has a loop without surrogates, which are rare. */
    private static void putChars(String text, PayloadBuffer out) {
        int at = out.size();
        int length = text.length();
        out.ensureCapacity(at + BYTES_OF_HEAD + MOST_BYTES_OF_CHAR * length);
        byte[] array = out.array();
        int to = at + BYTES_OF_HEAD;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                putSurrogates(text, i, to, out);
                return;
            }
            to = putChar(c, array, to);
        }
        end(out, at, to);
    }

    private static void end(PayloadBuffer out, int at, int to) {
        putHead(out.array(), at, to - at - BYTES_OF_HEAD << 1);
        out.advance(to - at);
    }

    private static int putChar(char c, byte[] array, int at) {
        if (c < 0x80) {
            array[at] = (byte) c;
            return at + 1;
        }
        if (c < 0x800) {
            array[at] = (byte) (0xC0 | c >> 6);
            array[at + 1] = (byte) (0x80 | c & 0x3F);
            return at + 2;
        }
        array[at] = (byte) (0xE0 | c >> 12);
        array[at + 1] = (byte) (0x80 | c >> 6 & 0x3F);
        array[at + 2] = (byte) (0x80 | c & 0x3F);
        return at + 3;
    }

    /** Encodes the chars from {@code from} on behind those that are encoded up to {@code start}. */
    private static void putSurrogates(String text, int from, int start, PayloadBuffer out) {
        int to = start;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                to = putChar(c, out.array(), to);
            } else if (isPair(text, i)) {
                to = putPair(Character.toCodePoint(c, text.charAt(++i)), out.array(), to);
            } else {
                putRaw(text, out);
                return;
            }
        }
        end(out, out.size(), to);
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
        Unicode.putUtf16(text, out.array(), at + BYTES_OF_HEAD);
    }

    /** Appends a text of any length that is UTF-8 already. */
    static void put(byte[] utf8, int offset, int length, PayloadBuffer out) {
        out.putVarInt(length << 1);
        out.put(utf8, offset, length);
    }

    /** Whether the text behind a head is UTF-8. */
    static boolean isUtf8(int head) {
        return (head & 1) == 0;
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
        try {
            return Unicode.ofUtf8(array, offset, length);
        } catch (CharacterCodingException e) {
            throw new ProtocolException("a text of " + length + " bytes that is not UTF-8: " + e.getMessage(), e);
        }
    }

    private static String raw(byte[] array, int offset, int length) {
        if (length % Character.BYTES != 0) {
            throw new ProtocolException("a text of " + length + " bytes in UTF-16");
        }
        return Unicode.ofUtf16(array, offset, length / Character.BYTES);
    }
}
