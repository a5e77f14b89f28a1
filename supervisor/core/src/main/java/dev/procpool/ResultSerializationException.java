package dev.procpool;

/** The result of a task cannot be encoded in the worker, or cannot be decoded in this JVM. The worker is unharmed. */
public final class ResultSerializationException extends TaskException {

    private static final long serialVersionUID = 1L;

    /** An exception of an item of worker {@code workerId}. */
    public ResultSerializationException(String message, Throwable cause, int workerId, long pid) {
        super(message, cause, workerId, pid);
    }
}
