package dev.procpool.internal.engine.workers;

/** Why procpool ends a worker. Recorded once, the first one. */
public enum StopCause {
    /** It is not needed any more: the pool was shut down or made smaller, or the worker was idle for long. */
    FINISHED(false),
    /** It is replaced as planned. */
    RECYCLED(false),
    /** It was running an item that was cancelled. */
    CANCELLED(false),
    /** It was running an item for longer than that may run. */
    TIMEOUT(false),
    /** It was running an item that made no progress. */
    STALL(false),
    /** It took more memory than it may. */
    MEMORY(true),
    /** It sent, or did, something that no worker of procpool sends or does. */
    PROTOCOL(true),
    /** It was not ready in time. */
    START_TIMEOUT(true),
    /** The pool was terminated, or is broken. */
    POOL_END(false);

    private final boolean futile;

    StopCause(boolean futile) {
        this.futile = futile;
    }

    /** Whether such an end counts against the restart policy when it settles no item. */
    boolean isFutile() {
        return futile;
    }
}
