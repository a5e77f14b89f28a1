package dev.procpool.internal.engine;

/** The states of a pool, in their order. A broken pool is no state of its own: {@link PoolLife} keeps the cause. */
enum PoolState {
    /** Calls are accepted. */
    RUNNING,
    /** Calls are refused; submitted items still run. */
    DRAINING,
    /** The workers are asked to leave, or are killed. */
    STOPPING,
    /** All workers are gone and the run directory is removed. */
    CLOSED;

    boolean mayBecome(PoolState next) {
        return switch (this) {
            case RUNNING -> next == DRAINING || next == STOPPING;
            case DRAINING -> next == STOPPING;
            case STOPPING -> next == CLOSED;
            case CLOSED -> false;
        };
    }
}
