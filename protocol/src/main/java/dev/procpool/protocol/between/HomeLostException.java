package dev.procpool.protocol.between;

/** The home of an object cannot be reached, or the object has ended. */
public final class HomeLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HomeLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
