package dev.procpool;

/**
 * A task threw an exception that cannot be rebuilt in this JVM, because its class is missing here or it cannot be
 * encoded, or an exception that cannot be shown, because its own methods throw. The message, the frames and the causes
 * are those of the original.
 */
public final class RemoteTaskException extends TaskException {

    private static final long serialVersionUID = 1L;

    private final String className;

    /**
     * An exception with the data of the original.
     *
     * @param message the message of the original, or null
     * @param cause the cause of the original, or null
     */
    public RemoteTaskException(String className, String message, Throwable cause, int workerId, long pid) {
        super(message == null ? className : className + ": " + message, cause, workerId, pid);
        this.className = className;
    }

    /** The name of the class of the original exception. */
    public String className() {
        return className;
    }
}
