package dev.procpool;

/** An item had not started at its {@link TaskOptions#deadline}, and will not start any more. */
public final class TaskExpiredException extends PoolException {

    private static final long serialVersionUID = 1L;

    /** An exception of an item that expired. */
    public TaskExpiredException(String message) {
        super(message, null);
    }
}
