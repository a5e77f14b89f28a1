package dev.procpool.protocol.message;

/** The peer broke the protocol: foreign bytes, a gap in the sequence, or an impossible message. */
public final class ProtocolException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }

    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
