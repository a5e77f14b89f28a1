package dev.procpool.internal.engine.workers;

import dev.procpool.WorkerInfo;

/** The life of one incarnation of a worker. Every kill goes through {@link #KILLED}. */
public enum WorkerState {
    /** The worker waits for its restart delay; there is no process yet. */
    DELAYED,
    /** Its JVM is being spawned, and has not connected. */
    LAUNCHING,
    /** Its JVM has connected, and has not said hello. */
    CONNECTED,
    /** It runs its initializer. */
    INITIALIZING,
    /** It is ready, and gets items only once it takes the place of a worker that has exited. */
    SPARE,
    /** It is ready and holds nothing. */
    IDLE,
    /** It holds items. */
    BUSY,
    /** It finishes the items that it holds and gets no more; then it is asked to leave. */
    RETIRING,
    /** It was asked to leave; nothing more is sent to it, here and in all later states. */
    ASKED,
    /** It was asked for its stack, and is killed when it has answered or a second is over. */
    CONDEMNED,
    /** It was sent SIGTERM. */
    TERMINATED,
    /** It was sent SIGKILL, or will be as soon as its process is known. */
    KILLED,
    /** Its process is gone, its events were read to the end, and the items that it held are decided. */
    EXITED;

    boolean mayBecome(WorkerState next) {
        boolean isEnd = next == KILLED || next == EXITED;
        return switch (this) {
            case DELAYED -> next == LAUNCHING || next == EXITED;
            case LAUNCHING -> next == CONNECTED || isEnd;
            case CONNECTED -> next == INITIALIZING || next == SPARE || next == IDLE || isEnd;
            case INITIALIZING -> next == SPARE || next == IDLE || isEnd;
            case SPARE -> next == IDLE || next == ASKED || isEnd;
            case IDLE -> next == BUSY || next == RETIRING || next == ASKED || isEnd;
            case BUSY -> next == IDLE || next == RETIRING || next == ASKED || next == CONDEMNED || isEnd;
            case RETIRING -> next == ASKED || next == CONDEMNED || isEnd;
            case ASKED -> next == TERMINATED || isEnd;
            case CONDEMNED, TERMINATED -> isEnd;
            case KILLED -> next == EXITED;
            case EXITED -> false;
        };
    }

    /** Whether the worker is not ready yet. */
    public boolean isStarting() {
        return this == DELAYED || this == LAUNCHING || this == CONNECTED || this == INITIALIZING;
    }

    /** Whether the worker may get items. */
    public boolean takesItems() {
        return this == IDLE || this == BUSY;
    }

    /** Whether the worker was asked to leave, or is being killed. */
    public boolean isStopping() {
        return this == ASKED || this == CONDEMNED || this == TERMINATED || this == KILLED;
    }

    /** The state that users see. */
    public WorkerInfo.State shown() {
        return switch (this) {
            case DELAYED, LAUNCHING, CONNECTED, INITIALIZING -> WorkerInfo.State.STARTING;
            case SPARE -> WorkerInfo.State.SPARE;
            case IDLE -> WorkerInfo.State.IDLE;
            case BUSY -> WorkerInfo.State.BUSY;
            case RETIRING -> WorkerInfo.State.RETIRING;
            case ASKED, CONDEMNED, TERMINATED, KILLED -> WorkerInfo.State.STOPPING;
            case EXITED -> WorkerInfo.State.EXITED;
        };
    }
}
