package dev.procpool.protocol.message;

/** A message of the supervisor to a worker. Immutable by convention: no code writes into the arrays. */
public sealed interface Command {

    /**
     * Asks the worker for its {@code Hello}: the first command of every worker, so that a worker that cannot read its
     * queue is never ready.
     */
    record SayHello() implements Command {}

    /** Runs the initializer of the pool, a callable; the answer is {@code Ready} or {@code InitializerFailed}. */
    record Initialize(byte[] payload) implements Command {}

    /**
     * Makes a function, or a shared value, known under an id, until {@link Forget}. It is decoded when the first item
     * needs it.
     */
    record Define(long id, byte[] payload) implements Command {}

    /**
     * Adds classes, and values of their static variables, to a space: a class loader of the worker below the one of its
     * class path. The first command with an id makes the space.
     *
     * @param payload a {@code ClassBundle}
     */
    record Classes(long id, byte[] payload) implements Command {}

    /** The commands that follow concern a space: definitions, chunks, the initializer. 0 is the class path. */
    record Enter(long id) implements Command {}

    /** No chunk will name this function, refer to this shared value, or run in this space, any more. */
    record Forget(long id) implements Command {}

    /**
     * Runs items one after the other, in order.
     *
     * @param firstOrdinal the ordinal of the first item; a worker counts the items it was ever sent, from 1
     * @param functionId a function defined before
     * @param count the number of items
     * @param commit when the worker sends results back
     * @param layout the arrangement of the items in {@code items}
     * @param form the description of the class of records; null in the other layouts
     * @param items packed numbers or texts; or for each item a varint length and its bytes; or the bytes of a single
     *     array
     */
    record RunChunk(
            long firstOrdinal, long functionId, int count, Commit commit, ItemLayout layout, byte[] form, Slice items)
            implements Command {

        /** A chunk of items other than records. */
        public RunChunk(long firstOrdinal, long functionId, int count, Commit commit, ItemLayout layout, Slice items) {
            this(firstOrdinal, functionId, count, commit, layout, null, items);
        }
    }

    /**
     * Runs items of the worker's own while it has no others, so that the first real item finds classes loaded. No
     * answer follows.
     */
    record Rehearse() implements Command {}

    /** Tells the worker to leave with exit code 0. */
    record Stop() implements Command {}

    /** When a worker sends its results back. */
    enum Commit {
        /** Quick results share an event; a result that takes longer is sent at once. */
        BATCHED,
        /** Every result is sent before the next item starts, so that no finished item ever runs twice. */
        PER_ITEM
    }
}
