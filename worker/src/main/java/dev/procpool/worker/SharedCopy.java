package dev.procpool.worker;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.DecodingException;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.SharedEncoding;
import dev.procpool.protocol.codec.SharedHandle;

/** The worker's copy of a shared value, decoded by the first thread that asks for it. Thread-safe. */
final class SharedCopy implements SharedHandle.Access<Object> {

    private static final Object NONE = new Object();

    private final String className;
    private final Codecs codecs;
    private volatile Object value = NONE;
    private byte[] encoded; // guarded by this, as the next one
    private DecodingException failure;

    /** @param encoded see {@link SharedEncoding} */
    SharedCopy(byte[] encoded, Codecs codecs) {
        this.className = SharedEncoding.className(encoded);
        this.encoded = encoded;
        this.codecs = codecs;
    }

    @Override
    public Object get() {
        Object copy = value;
        return copy != NONE ? copy : decode();
    }

    private synchronized Object decode() {
        if (failure != null) {
            throw new DecodingException(failure.getMessage(), failure);
        }
        if (value == NONE) {
            if (encoded == null) {
                throw new IllegalStateException(this + " was closed by the supervisor");
            }
            PayloadCodec codec = codecs.take();
            try {
                value = SharedEncoding.decode(encoded, codec);
            } catch (DecodingException e) {
                failure = new DecodingException(this + " cannot be decoded: " + e.getMessage(), e);
                throw failure;
            } finally {
                codecs.release(codec);
            }
            encoded = null;
        }
        return value;
    }

    /** Refuses: the value belongs to the supervisor. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("only the supervisor can close " + this);
    }

    /** Drops the value. */
    synchronized void forget() {
        value = NONE;
        encoded = null;
    }

    @Override
    public String toString() {
        return "the shared value of class " + className;
    }
}
