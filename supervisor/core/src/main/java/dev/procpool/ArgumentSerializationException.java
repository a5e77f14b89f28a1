package dev.procpool;

/** A function or an argument cannot be encoded. The message has the path to the field; nothing was sent. */
public final class ArgumentSerializationException extends PoolException {

    private static final long serialVersionUID = 1L;

    /** An exception with the cause of the failed encoding. */
    public ArgumentSerializationException(String message, Throwable cause) {
        super(message, cause);
    }
}
