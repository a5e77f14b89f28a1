package dev.procpool;

/** The pool gave up: its workers cannot be started, or it failed itself. The cause is the first failure. */
public final class PoolBrokenException extends PoolException {

    private static final long serialVersionUID = 1L;

    public PoolBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
