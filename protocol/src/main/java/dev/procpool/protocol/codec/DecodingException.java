package dev.procpool.protocol.codec;

/**
 * Bytes cannot be turned back into a value: a class is missing on this side, the bytes are damaged,
 * or the value's own code threw while it was rebuilt. In the last case the cause is what it threw.
 */
public final class DecodingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DecodingException(String message, Throwable cause) {
        super(message, cause);
    }
}
