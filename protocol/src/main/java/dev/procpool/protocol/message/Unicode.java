package dev.procpool.protocol.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Texts as bytes where the encoders and decoders of the JDK would replace what they cannot encode or decode. */
public final class Unicode {

    private static final char REPLACEMENT = '\uFFFD';

    private static final VarHandle CHAR = MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.BIG_ENDIAN);

    private Unicode() {}

    /**
     * The text that bytes are the UTF-8 of.
     *
     * @throws CharacterCodingException if they are not UTF-8
     */
    public static String ofUtf8(byte[] array, int offset, int length) throws CharacterCodingException {
        String text = new String(array, offset, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) { // it stands for other bytes, unless the text has such a char itself
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array, offset, length));
        }
        return text;
    }

    /** Writes a text as UTF-16, big endian, with the unpaired surrogates that an encoder would replace. */
    public static void putUtf16(String text, byte[] array, int offset) {
        for (int i = 0; i < text.length(); i++) {
            CHAR.set(array, offset + i * Character.BYTES, text.charAt(i));
        }
    }

    /** The text of a number of chars that {@link #putUtf16} has written. */
    public static String ofUtf16(byte[] array, int offset, int chars) {
        char[] text = new char[chars];
        for (int i = 0; i < chars; i++) {
            text[i] = (char) CHAR.get(array, offset + i * Character.BYTES);
        }
        return new String(text);
    }
}
