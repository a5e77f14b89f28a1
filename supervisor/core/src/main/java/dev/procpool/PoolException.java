package dev.procpool;

/** The root of the exceptions of procpool. */
public class PoolException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception of procpool.
     *
     * @param cause may be null
     */
    public PoolException(String message, Throwable cause) {
        super(message, cause);
    }
}
