package dev.procpool;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * How the items of a call are run. Immutable; made by a {@link Builder}, whose methods say what each part means.
 *
 * @param chunkSize how many items are sent together; 0 is adaptive: as many as run in about a millisecond
 * @param buffer how many items of an {@code imap} or {@code outcomes} may be read ahead of the consumer; 0 is adaptive
 * @param keepOrder whether {@code outcomes} come in the order of the items
 * @param commitPerItem whether each result is sent before the next item starts, so that no finished item runs twice
 * @param timeout how long an item may run before its worker is killed
 * @param softTimeout how long an item may run before it is interrupted
 * @param deadline when items that have not started expire
 * @param retries how often an item is run again after a failure
 * @param retryOn which failures these are
 * @param retryDelay how long the first retry waits; each later one waits twice as long
 * @param failFast whether the first failure cancels the rest of the call
 */
public record TaskOptions(
        int chunkSize,
        int buffer,
        boolean keepOrder,
        boolean commitPerItem,
        Optional<Duration> timeout,
        Optional<Duration> softTimeout,
        Optional<Instant> deadline,
        int retries,
        Set<RetryOn> retryOn,
        Duration retryDelay,
        boolean failFast) {

    private static final Duration DEFAULT_RETRY_DELAY = Duration.ofMillis(100);
    private static final TaskOptions DEFAULTS = builder().build();

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
        timeout.ifPresent(value -> Durations.positive("timeout", value));
        softTimeout.ifPresent(value -> Durations.positive("softTimeout", value));
        if (timeout.isPresent() && softTimeout.isPresent() && softTimeout.get().compareTo(timeout.get()) >= 0) {
            throw new IllegalArgumentException(
                    "softTimeout must be shorter than the timeout of " + timeout.get() + ": " + softTimeout.get());
        }
        if (retries < 0) {
            throw new IllegalArgumentException("retries must not be negative: " + retries);
        }
        Durations.notNegative("retryDelay", retryDelay);
        retryOn = Set.copyOf(retryOn);
    }

    /** Adaptive chunks and buffer, completion order, batched commits, no limits of time, no retries. */
    public static TaskOptions defaults() {
        return DEFAULTS;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; {@link #build} refuses what is out of range. Not thread-safe. */
    public static final class Builder {

        private int chunkSize;
        private int buffer;
        private boolean keepOrder;
        private boolean commitPerItem;
        private Optional<Duration> timeout = Optional.empty();
        private Optional<Duration> softTimeout = Optional.empty();
        private Optional<Instant> deadline = Optional.empty();
        private int retries;
        private Set<RetryOn> retryOn = EnumSet.allOf(RetryOn.class);
        private Duration retryDelay = DEFAULT_RETRY_DELAY;
        private boolean failFast;

        private Builder() {}

        /**
         * Sends so many items together; fewer where 256 KiB of items, the end of the input, or the worker's limit of items come
         * first.
         */
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

        /**
         * Kills the worker of an item that runs longer, and fails that item with a {@link TaskTimeoutException} that has the
         * worker's stack. The time counts from the moment at which the item starts to run (waiting does not count, nor do
         * its neighbours in a chunk), by the supervisor's clock, looked at every sixteenth of the timeout, but not more
         * often than each millisecond.
         */
        public Builder timeout(Duration limit) {
            timeout = Optional.of(limit);
            return this;
        }

        /**
         * Interrupts an item that runs longer, once. If it fails then, it fails with a {@link TaskTimeoutException}; if it
         * returns a value all the same, that is its result. The worker lives on.
         */
        public Builder softTimeout(Duration limit) {
            softTimeout = Optional.of(limit);
            return this;
        }

        /**
         * Items that have not started by then never do: they fail with a {@link TaskExpiredException}. One that has failed, and
         * that could not be retried before then, fails as it did.
         */
        public Builder deadline(Instant latestStart) {
            deadline = Optional.of(latestStart);
            return this;
        }

        /** Runs an item again, up to so many times, after a failure that {@link #retryOn} names; the default is 0. */
        public Builder retries(int count) {
            retries = count;
            return this;
        }

        /** Which failures are worth a retry; the default is all. */
        public Builder retryOn(RetryOn first, RetryOn... more) {
            retryOn = EnumSet.of(first, more);
            return this;
        }

        /** How long the first retry waits; each later one waits twice as long, give or take a quarter. Default: 100 ms. */
        public Builder retryDelay(Duration first) {
            retryDelay = first;
            return this;
        }

        /**
         * Cancels the rest of the call at the first item that fails for good: pending items do not start, running ones are
         * stopped as by {@code cancel(true)}. A {@code map} throws the failure that came first.
         */
        public Builder failFast() {
            failFast = true;
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException if a value is out of range, with its name
         */
        public TaskOptions build() {
            return new TaskOptions(
                    chunkSize,
                    buffer,
                    keepOrder,
                    commitPerItem,
                    timeout,
                    softTimeout,
                    deadline,
                    retries,
                    retryOn,
                    retryDelay,
                    failFast);
        }
    }
}
