package dev.procpool.protocol.message;

/** A message of a worker to its supervisor. Immutable by convention: no code writes into the arrays. */
public sealed interface Event {

    /** The first event: the process, and its versions of the protocol and of the codec. */
    record Hello(int protocolVersion, long pid, long codecFingerprint) implements Event {}

    /** The initializer has run. */
    record Ready() implements Event {}

    /** The initializer threw; the worker is leaving. The payload is a {@code RemoteFailure}. */
    record InitializerFailed(Slice failure) implements Event {}

    /**
     * Items are done, in the order in which they were sent; the format of a result is drawn in {@link ItemResult}.
     * Packed results are values, and share the run time; a single array is a value, too.
     *
     * @param firstOrdinal the ordinal of the first of them
     * @param runNanos the run time of all of them, by the worker's clock
     * @param form the description of the class of records; null in the other layouts
     * @param queuedNanos the part of the run time in which the worker waited for a processor, as far as it knows
     */
    record ItemsDone(
            long firstOrdinal,
            int count,
            long runNanos,
            long queuedNanos,
            ItemLayout layout,
            byte[] form,
            Slice results)
            implements Event {

        /** Results other than records. */
        public ItemsDone(
                long firstOrdinal, int count, long runNanos, long queuedNanos, ItemLayout layout, Slice results) {
            this(firstOrdinal, count, runNanos, queuedNanos, layout, null, results);
        }
    }
}
