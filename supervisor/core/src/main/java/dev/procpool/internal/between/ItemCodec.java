package dev.procpool.internal.between;

import dev.procpool.ArgumentSerializationException;
import dev.procpool.PayloadTooLargeException;
import dev.procpool.PoolException;
import dev.procpool.internal.base.ProgramLoader;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.DecodingException;
import dev.procpool.protocol.codec.Dialect;
import dev.procpool.protocol.codec.EncodingException;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Turns items that go from process to process into bytes and back. The processes need not run on the same JDK.
 * Thread-safe.
 */
final class ItemCodec {

    private static final int INITIAL_BYTES = 64;
    private static final int KEPT_BYTES = 1 << 16;
    private static final int MAX_BYTES = 1 << 30;

    private final Codecs codecs;
    private final Codecs arriving;
    private final AtomicReference<PayloadBuffer> idle = new AtomicReference<>();

    /** @param classes the classes that may be decoded; empty for all */
    ItemCodec(Optional<Set<String>> classes) {
        this.codecs = new Codecs(ProgramLoader.here(), MAX_BYTES, Dialect.TWO_JDKS);
        this.arriving = classes.isEmpty() ? codecs : new Codecs(codecs.loader(), MAX_BYTES, Dialect.TWO_JDKS, classes);
    }

    /** A part of the array of a buffer. */
    record Encoded(PayloadBuffer buffer, int offset, int length) {

        byte[] array() {
            return buffer.array();
        }
    }

    /**
     * Encodes an item, in a buffer that is given back with {@link #release}.
     *
     * @throws ArgumentSerializationException if the item cannot be encoded
     */
    Encoded encode(Object item) {
        PayloadBuffer out = idle.getAndSet(null);
        if (out == null) {
            out = new PayloadBuffer(INITIAL_BYTES);
        }
        PayloadCodec codec = codecs.take();
        try {
            codec.encode(item, out);
        } catch (EncodingException e) {
            throw refused(e);
        } finally {
            codecs.release(codec);
        }
        PayloadReader in = new PayloadReader(out.array(), 0, out.size());
        int length = in.getVarInt();
        return new Encoded(out, in.position(), length);
    }

    /** Gives the buffer of an encoded item back. */
    void release(Encoded encoded) {
        encoded.buffer().clear();
        encoded.buffer().trim(KEPT_BYTES);
        idle.set(encoded.buffer());
    }

    private static PoolException refused(EncodingException e) {
        String message = "the item cannot be sent: " + e.getMessage();
        return e instanceof dev.procpool.protocol.codec.PayloadTooLargeException
                ? new PayloadTooLargeException(message, e)
                : new ArgumentSerializationException(message, e.getCause() == null ? e : e.getCause());
    }

    /** @throws PoolException if the bytes cannot be decoded here */
    Object decode(byte[] payload) {
        try {
            return arriving.decode(payload);
        } catch (DecodingException e) {
            throw new PoolException("an item cannot be read, and is dropped: " + e.getMessage(), e);
        }
    }
}
