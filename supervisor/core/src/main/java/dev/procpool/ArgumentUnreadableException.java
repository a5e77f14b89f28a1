package dev.procpool;

/** A function or an argument was encoded but cannot be decoded in the worker, which is unharmed. */
public final class ArgumentUnreadableException extends TaskException {

    private static final long serialVersionUID = 1L;

    /** An exception of an item of worker {@code workerId}. */
    public ArgumentUnreadableException(String message, Throwable cause, int workerId, long pid) {
        super(message, cause, workerId, pid);
    }
}
