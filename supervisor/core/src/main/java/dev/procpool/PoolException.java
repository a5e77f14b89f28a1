package dev.procpool;

/** The root of the exceptions that procpool itself makes. */
public class PoolException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PoolException(String message, Throwable cause) {
        super(message, cause);
    }
}
