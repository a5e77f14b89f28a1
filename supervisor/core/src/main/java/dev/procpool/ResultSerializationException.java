package dev.procpool;

/** A task returned something that cannot be encoded, or is too large. The worker is unharmed. */
public final class ResultSerializationException extends TaskException {

    private static final long serialVersionUID = 1L;

    public ResultSerializationException(String message, Throwable cause, int workerId, long pid) {
        super(message, cause, workerId, pid);
    }
}
