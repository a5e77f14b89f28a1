package dev.procpool.protocol.message;

/** What a worker tells its supervisor. Immutable by convention: nobody writes into the arrays. */
public sealed interface Event {

    /** The first event: who speaks, and in which version of the protocol and of the codec. */
    record Hello(int protocolVersion, long pid, long codecFingerprint) implements Event {}

    /** The initializer has run. */
    record Ready() implements Event {}

    /** The initializer threw; the worker is leaving. The payload is a {@code RemoteFailure}. */
    record InitializerFailed(Slice failure) implements Event {}

    /**
     * Items are done, in the order in which they were sent; the format of a result is drawn in {@link ItemResult}.
     * Packed ones are values, and share the run time; an array as it is is a value, too.
     *
     * @param firstOrdinal the ordinal of the first of them
     * @param runNanos how long they took together, by the worker's clock
     * @param queuedNanos how much of that the worker waited for a processor, as far as it knows
     */
    record ItemsDone(long firstOrdinal, int count, long runNanos, long queuedNanos, ItemLayout layout, Slice results)
            implements Event {}
}
