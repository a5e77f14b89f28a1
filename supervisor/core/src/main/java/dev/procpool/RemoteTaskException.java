package dev.procpool;

/**
 * A task threw an exception that cannot be rebuilt in this JVM, because its class is missing here or it cannot be encoded, or that cannot
 * be shown, because its own methods throw.
 * It has the message, the frames and the causes of the original.
 */
public final class RemoteTaskException extends TaskException {

    private static final long serialVersionUID = 1L;

    private final String className;

    public RemoteTaskException(String className, String message, Throwable cause, int workerId, long pid) {
        super(message == null ? className : className + ": " + message, cause, workerId, pid);
        this.className = className;
    }

    /** The class of the original exception. */
    public String className() {
        return className;
    }
}
