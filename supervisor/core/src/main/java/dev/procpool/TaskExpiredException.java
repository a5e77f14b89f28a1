package dev.procpool;

/** An item had not started at its {@link TaskOptions#deadline}, and never will. */
public final class TaskExpiredException extends PoolException {

    private static final long serialVersionUID = 1L;

    public TaskExpiredException(String message) {
        super(message, null);
    }
}
