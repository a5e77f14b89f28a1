package dev.procpool;

/**
 * How the items of a call are run. Immutable; made by a {@link Builder}.
 *
 * @param chunkSize how many items are sent together; 0 is adaptive: as many as run in about a millisecond
 * @param buffer how many items of an {@code imap} or {@code outcomes} may be read ahead of the consumer; 0 is adaptive
 * @param keepOrder whether {@code outcomes} come in the order of the items
 * @param commitPerItem whether each result is sent before the next item starts, so that no finished item runs twice
 */
public record TaskOptions(int chunkSize, int buffer, boolean keepOrder, boolean commitPerItem) {

    private static final TaskOptions DEFAULTS = new TaskOptions(0, 0, false, false);

    /** The largest chunk. */
    public static final int MAX_CHUNK_SIZE = 1 << 20;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public TaskOptions {
        if (chunkSize < 0 || chunkSize > MAX_CHUNK_SIZE) {
            throw new IllegalArgumentException(
                    "chunkSize must be between 1 and " + MAX_CHUNK_SIZE + ", or 0 for adaptive: " + chunkSize);
        }
        if (buffer < 0) {
            throw new IllegalArgumentException("buffer must be at least 1, or 0 for adaptive: " + buffer);
        }
    }

    /** Adaptive chunks and buffer, completion order, batched commits. */
    public static TaskOptions defaults() {
        return DEFAULTS;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {

        private int chunkSize;
        private int buffer;
        private boolean keepOrder;
        private boolean commitPerItem;

        private Builder() {}

        /** Sends exactly so many items together (the last chunk may have fewer). */
        public Builder chunkSize(int items) {
            if (items < 1) {
                throw new IllegalArgumentException("chunkSize must be at least 1: " + items);
            }
            chunkSize = items;
            return this;
        }

        /** Reads at most so many items ahead of the consumer of an {@code imap} or {@code outcomes}. */
        public Builder buffer(int items) {
            if (items < 1) {
                throw new IllegalArgumentException("buffer must be at least 1: " + items);
            }
            buffer = items;
            return this;
        }

        /** Gives {@code outcomes} in the order of the items. */
        public Builder keepOrder() {
            keepOrder = true;
            return this;
        }

        /** Sends each result before the next item starts: no finished item ever runs twice. */
        public Builder commitPerItem() {
            commitPerItem = true;
            return this;
        }

        public TaskOptions build() {
            return new TaskOptions(chunkSize, buffer, keepOrder, commitPerItem);
        }
    }
}
