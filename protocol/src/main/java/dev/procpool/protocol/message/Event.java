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
     * @param startedNanos when the first of them started, on {@code System.nanoTime()}, which the processes of a
     *     machine share; 0 if that is not known
     * @param runNanos the run time of all of them, by the worker's clock
     * @param form the description of the class of records; null in the other layouts
     * @param queuedNanos the part of the run time in which the worker waited for a processor, as far as it knows
     */
    record ItemsDone(
            long firstOrdinal,
            int count,
            long startedNanos,
            long runNanos,
            long queuedNanos,
            ItemLayout layout,
            byte[] form,
            Slice results)
            implements Event {

        /** Results other than records. */
        public ItemsDone(
                long firstOrdinal,
                int count,
                long startedNanos,
                long runNanos,
                long queuedNanos,
                ItemLayout layout,
                Slice results) {
            this(firstOrdinal, count, startedNanos, runNanos, queuedNanos, layout, null, results);
        }

        /** The run time of each item, where the results do not say it. */
        public long nanosEach() {
            return runNanos / count;
        }

        /** Skips the next {@code next} results in a reader of them. */
        public void skip(PayloadReader reader, int next) {
            if (next == count) {
                reader.skip(reader.remaining());
            } else if (layout.isPacked()) {
                layout.skip(reader, next);
            } else {
                for (int i = 0; i < next; i++) {
                    ItemResult.read(reader);
                }
            }
        }

        /** When the item at {@code position} started: after those before it; 0 if that is not known. */
        public long startedNanos(int position) {
            if (startedNanos == 0 || position == 0) {
                return startedNanos;
            }
            if (layout != ItemLayout.SIZED) {
                return startedNanos + position * nanosEach();
            }
            long started = startedNanos;
            PayloadReader before = results.reader();
            for (int i = 0; i < position; i++) {
                started += ItemResult.read(before).runNanos();
            }
            return started;
        }
    }
}
