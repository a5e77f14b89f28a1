package dev.procpool.internal.engine;

/** The life of one incarnation of a worker. Every kill goes through {@link #STOPPING}. */
enum WorkerState {
    /** It waits for its restart delay, its JVM is being spawned, or its initializer has not run. */
    STARTING,
    /** It is ready, and gets items only once it stands in for one that is gone. */
    SPARE,
    /** It is ready and holds nothing. */
    IDLE,
    /** It holds items. */
    BUSY,
    /** It finishes what it holds and gets nothing more; then it is asked to leave. */
    RETIRING,
    /** It was asked to leave, or is being killed: nothing more is sent to it. */
    STOPPING,
    /** Its process is gone, its events were read to the end, and what it held is decided. */
    EXITED;

    boolean mayBecome(WorkerState next) {
        return switch (this) {
            case STARTING -> next == SPARE || next == IDLE || next == STOPPING || next == EXITED;
            case SPARE -> next == IDLE || next == STOPPING || next == EXITED;
            case IDLE -> next == BUSY || next == RETIRING || next == STOPPING || next == EXITED;
            case BUSY -> next == IDLE || next == RETIRING || next == STOPPING || next == EXITED;
            case RETIRING -> next == STOPPING || next == EXITED;
            case STOPPING -> next == EXITED;
            case EXITED -> false;
        };
    }

    boolean takesItems() {
        return this == IDLE || this == BUSY;
    }
}
