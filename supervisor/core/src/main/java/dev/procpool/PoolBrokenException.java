package dev.procpool;

/** The pool gave up: its workers cannot be started, or the pool itself failed. The cause is the first failure. */
public final class PoolBrokenException extends PoolException {

    private static final long serialVersionUID = 1L;

    /** An exception whose cause is the first failure. */
    public PoolBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
