package dev.procpool;

/** An item or a result is larger than {@link PoolBuilder#maxPayload}. */
public final class PayloadTooLargeException extends PoolException {

    private static final long serialVersionUID = 1L;

    /** An exception with the cause of the failed encoding. */
    public PayloadTooLargeException(String message, Throwable cause) {
        super(message, cause);
    }
}
