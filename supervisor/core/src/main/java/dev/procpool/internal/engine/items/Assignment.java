package dev.procpool.internal.engine.items;

import dev.procpool.internal.backend.Call;
import jdk.jfr.Event;

/** A chunk that a worker holds. Its items are settled from the first to the last. Guarded by the engine lock. */
public final class Assignment {

    private Chunk chunk;
    private final long firstOrdinal;
    private final long sentNanos;
    private final long frame;
    private final RunTimeEstimate runTime;
    private int settled;
    private boolean dropped;

    private Event recording;

    /** @param runTime how long items of its function take */
    Assignment(Chunk chunk, long firstOrdinal, long sentNanos, long frame, RunTimeEstimate runTime) {
        this.runTime = runTime;
        this.chunk = chunk;
        this.firstOrdinal = firstOrdinal;
        this.sentNanos = sentNanos;
        this.frame = frame;
    }

    public Chunk chunk() {
        return chunk;
    }

    public Call call() {
        return chunk.batch().call();
    }

    /** The ordinal that the worker gives to its first item. */
    public long firstOrdinal() {
        return firstOrdinal;
    }

    /** The ordinal after that of its last item. */
    public long endOrdinal() {
        return firstOrdinal + chunk.count();
    }

    /** The ordinal of the first item that is not settled. */
    public long nextOrdinal() {
        return firstOrdinal + settled;
    }

    /** The number of the frame in which the chunk was sent. */
    public long frame() {
        return frame;
    }

    /** When the chunk was sent, on {@code System.nanoTime()}. */
    public long sentNanos() {
        return sentNanos;
    }

    /** How long items of its function take. */
    public RunTimeEstimate runTime() {
        return runTime;
    }

    /** The expected time of each item; {@link RunTimeEstimate#UNKNOWN} also if the items were dropped. */
    public long nanosPerItem() {
        return dropped ? RunTimeEstimate.UNKNOWN : runTime.nanosPerItem();
    }

    long queuedNanos() {
        return sentNanos - chunk.sinceNanos();
    }

    public boolean contains(long ordinal) {
        return ordinal >= firstOrdinal && ordinal < endOrdinal();
    }

    /** The position in the batch of an item. */
    public int position(long ordinal) {
        return chunk.from() + (int) (ordinal - firstOrdinal);
    }

    /** The position in the call of an item. */
    public long index(long ordinal) {
        return chunk.batch().firstIndex() + position(ordinal);
    }

    /** The position in the batch of the first item that is not settled. */
    public int nextItem() {
        return chunk.from() + settled;
    }

    void settle(int count) {
        settled += count;
    }

    public int unsettled() {
        return chunk.count() - settled;
    }

    boolean isDone() {
        return settled == chunk.count();
    }

    /** Ends the assignment before the item with this ordinal; returns the items from there on. */
    PendingItems takeBackFrom(long ordinal) {
        int end = position(ordinal);
        PendingItems taken = PendingItems.again(chunk, end, chunk.to());
        chunk = chunk.until(end);
        return taken;
    }

    /** Its items were settled as given up: the worker's results for them are ignored. */
    void drop() {
        dropped = true;
    }

    public boolean isDropped() {
        return dropped;
    }

    /** The span of the items in a flight recording; null if none is being made. */
    public Event recording() {
        return recording;
    }

    /** Notes the span in the flight recording that is being made. */
    public void recordAs(Event span) {
        recording = span;
    }
}
