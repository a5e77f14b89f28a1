package dev.procpool.protocol.codec;

import dev.procpool.protocol.code.CodeNotes;
import dev.procpool.protocol.message.PayloadBuffer;

/**
 * Turns objects into bytes and back.
 *
 * <p>Neither thread-safe nor re-entrant: {@link Codecs#take} gives each use a codec of its own.
 * After a failure the codec is as good as new. It keeps no reference to what it encoded or decoded;
 * the classes it met stay known to it.
 */
public interface PayloadCodec {
    /**
     * Appends the length of the encoding (unsigned LEB128) and the encoding of {@code value}. On any
     * failure {@code out} is truncated to where it was.
     *
     * @throws PayloadTooLargeException if the encoding exceeds the limit
     * @throws EncodingException if something in {@code value} cannot travel, or its code threw
     */
    void encode(Object value, PayloadBuffer out);

    /**
     * Rebuilds the value from its encoding, without the length. The bytes are not modified.
     *
     * @throws DecodingException if the bytes are no encoding, or a class is missing, or code of the
     *     value threw
     */
    Object decode(byte[] bytes, int offset, int length);

    /** Names the shared values that handles stand for, until the codec is released; without it there are none. */
    void sharing(SharedValues shared);

    /** Is told of classes that the other side may lack, until the codec is released; without it they are refused. */
    void noting(CodeNotes notes);
}
