package dev.procpool.internal.engine.dispatch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The dispatcher's view of a worker. Changed by this package only. Guarded by the engine lock. */
public final class DispatchState {

    /** The spaces of classes that the worker was sent. */
    final WorkerSpaces spaces = new WorkerSpaces();

    /** The functions and shared values that the worker was sent, without the functions of spaces. */
    final Set<Long> defined = new HashSet<>();

    /** The functions that it is told to forget with its next frame. */
    final List<Long> toForget = new ArrayList<>();

    /** The number of the use in which the worker was sent its last frame; 0 for a new worker. */
    long lastUsed;

    long framesSent;

    /**
     * When its last result was taken in, or it got the first item after it had none, or was seen to have started
     * another one.
     */
    long heardOfNanos;

    /** The item that the worker had started at {@link #heardOfNanos}. */
    long startedOrdinal;

    /**
     * The item that it is running has turned out slow, and the items behind it were taken back; until it is heard of
     * again.
     */
    boolean isHeldUp;

    public boolean isHeldUp() {
        return isHeldUp;
    }

    /** Whether the worker has had more spaces of classes than it should. */
    public boolean isWornOut() {
        return spaces.isWornOut();
    }

    boolean isNew() {
        return lastUsed == 0;
    }

    void heardOf(long nowNanos) {
        heardOfNanos = nowNanos;
        isHeldUp = false;
    }
}
