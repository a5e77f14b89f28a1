package dev.procpool.internal.engine;

/** The life of a pool. That it is broken is a kept cause, not a state. */
enum PoolState {
    /** Calls are accepted. */
    RUNNING,
    /** No new calls; what was submitted still runs. */
    DRAINING,
    /** The workers are leaving. */
    STOPPING,
    /** All workers are gone and the run directory is removed. */
    CLOSED;

    boolean mayBecome(PoolState next) {
        return next.ordinal() > ordinal();
    }
}
