package dev.procpool.protocol.message;

/** The other side broke the protocol: foreign bytes, a gap in the sequence, or a message that cannot be. */
public final class ProtocolException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }

    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
