package dev.procpool.protocol.message;

/** What the supervisor tells a worker. Immutable by convention: nobody writes into the arrays. */
public sealed interface Command {

    /** Runs the initializer of the pool, a callable; the answer is {@code Ready} or {@code InitializerFailed}. */
    record Initialize(byte[] payload) implements Command {}

    /** Makes a function known under an id, until {@link ForgetFunction}. */
    record DefineFunction(long functionId, byte[] payload) implements Command {}

    /** No chunk will name this function any more. */
    record ForgetFunction(long functionId) implements Command {}

    /**
     * Runs items one after the other, in order.
     *
     * @param firstOrdinal the ordinal of the first item; a worker counts the items it was ever sent, from 1
     * @param functionId a function defined before
     * @param count how many items follow
     * @param commit when results are sent back
     * @param layout how they lie side by side
     * @param items packed, or each a varint length and that many bytes, or the only one as it is
     */
    record RunChunk(long firstOrdinal, long functionId, int count, Commit commit, ItemLayout layout, Slice items)
            implements Command {}

    /** Nobody waits: get ready for the first item, as far as that goes without one. There is no answer. */
    record Rehearse() implements Command {}

    /** No more work: leave with exit code 0. */
    record Stop() implements Command {}

    /** When a worker sends its results back. */
    enum Commit {
        /** Quick results share an event; a result that takes longer is sent at once. */
        BATCHED,
        /** Every result is sent before the next item starts, so that no finished item ever runs twice. */
        PER_ITEM
    }
}
