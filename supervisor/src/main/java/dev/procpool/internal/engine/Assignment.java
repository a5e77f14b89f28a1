package dev.procpool.internal.engine;

import dev.procpool.internal.pool.Backend.Running;

/** A chunk that a worker holds. Its items are settled from the first to the last. Guarded by the engine lock. */
final class Assignment {

    private final Chunk chunk;
    private final long firstOrdinal;
    private final long sentNanos;
    private final long frame;
    private int settled;
    private Running dropped;

    Assignment(Chunk chunk, long firstOrdinal, long sentNanos, long frame) {
        this.chunk = chunk;
        this.firstOrdinal = firstOrdinal;
        this.sentNanos = sentNanos;
        this.frame = frame;
    }

    Chunk chunk() {
        return chunk;
    }

    /** The ordinal that the worker gives to its first item. */
    long firstOrdinal() {
        return firstOrdinal;
    }

    /** The number of the frame it was sent in. */
    long frame() {
        return frame;
    }

    long queuedNanos() {
        return sentNanos - chunk.sinceNanos();
    }

    boolean contains(long ordinal) {
        return ordinal >= firstOrdinal && ordinal < firstOrdinal + chunk.count();
    }

    /** The position in the batch of the first item that is not settled. */
    int nextItem() {
        return chunk.from() + settled;
    }

    void settle(int count) {
        settled += count;
    }

    int unsettled() {
        return chunk.count() - settled;
    }

    boolean isDone() {
        return settled == chunk.count();
    }

    /** Its items were settled as cancelled: what the worker says of them is ignored. */
    void drop(Running running) {
        dropped = running;
    }

    boolean isDropped() {
        return dropped != null;
    }

    /** Whether a worker that gets to it has to be stopped. */
    boolean mustNotRun() {
        return dropped == Running.IS_STOPPED;
    }
}
