package dev.procpool.internal.engine;

import dev.procpool.internal.backend.Call;

/** A chunk that a worker holds. Its items are settled from the first to the last. Guarded by the engine lock. */
final class Assignment {

    private Chunk chunk;
    private final long firstOrdinal;
    private final long sentNanos;
    private final long frame;
    private final RunTimeEstimate runTime;
    private int settled;
    private boolean dropped;

    /** Its span in a flight recording; null if none is being made. */
    FlightEvents.ItemsSpan recording;

    /** @param runTime how long items of its function take */
    Assignment(Chunk chunk, long firstOrdinal, long sentNanos, long frame, RunTimeEstimate runTime) {
        this.runTime = runTime;
        this.chunk = chunk;
        this.firstOrdinal = firstOrdinal;
        this.sentNanos = sentNanos;
        this.frame = frame;
    }

    Chunk chunk() {
        return chunk;
    }

    Call call() {
        return chunk.batch().call();
    }

    /** The ordinal that the worker gives to its first item. */
    long firstOrdinal() {
        return firstOrdinal;
    }

    /** The ordinal after that of its last item. */
    long endOrdinal() {
        return firstOrdinal + chunk.count();
    }

    /** The ordinal of the first item that is not settled. */
    long nextOrdinal() {
        return firstOrdinal + settled;
    }

    /** The number of the frame it was sent in. */
    long frame() {
        return frame;
    }

    /** When it was sent, on {@code System.nanoTime()}. */
    long sentNanos() {
        return sentNanos;
    }

    /** How long items of its function take. */
    RunTimeEstimate runTime() {
        return runTime;
    }

    /** How long each of its items will take; {@link RunTimeEstimate#UNKNOWN} also for those that were dropped. */
    long nanosPerItem() {
        return dropped ? RunTimeEstimate.UNKNOWN : runTime.nanosPerItem();
    }

    long queuedNanos() {
        return sentNanos - chunk.sinceNanos();
    }

    boolean contains(long ordinal) {
        return ordinal >= firstOrdinal && ordinal < endOrdinal();
    }

    /** The position in the batch of an item. */
    int position(long ordinal) {
        return chunk.from() + (int) (ordinal - firstOrdinal);
    }

    /** The position in the call of an item. */
    long index(long ordinal) {
        return chunk.batch().firstIndex() + position(ordinal);
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

    /** Its items from this ordinal on were taken back: it ends before them. Returns them. */
    PendingItems takeBackFrom(long ordinal) {
        int end = position(ordinal);
        PendingItems taken = PendingItems.again(chunk, end, chunk.to());
        chunk = chunk.until(end);
        return taken;
    }

    /** Its items were settled as given up: what the worker says of them is ignored. */
    void drop() {
        dropped = true;
    }

    boolean isDropped() {
        return dropped;
    }
}
