package dev.procpool;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The options of a call. Immutable; made by a {@link Builder}, whose Javadoc has the details.
 *
 * @param chunkSize the number of items of a chunk; quick chunks may be sent together; 0 is adaptive: items of about a
 *     millisecond in all
 * @param buffer the number of items that an {@code imap} or {@code outcomes} may read ahead of the consumer; 0 is
 *     adaptive: 1024 items at first, and more for a consumer that takes results quickly
 * @param keepOrder whether {@code outcomes} come in the order of the items
 * @param commitPerItem whether each result is sent before the next item starts, so that no finished item runs twice
 * @param timeout how long an item may run before its worker is killed
 * @param softTimeout how long an item may run before it is interrupted
 * @param stallTimeout how long an item may run without reporting progress before its worker is killed
 * @param deadline the time at which items that have not started expire
 * @param retries how often an item is run again after a failure
 * @param retryOn the kinds of failures after which an item is run again
 * @param retryDelay the wait before the first retry; each later retry waits twice as long
 * @param maxRetryDelay the longest wait before a retry, without its jitter
 * @param retryJitter the share of a wait by which it varies at random, from 0 to 1
 * @param retryIf says of a failure whether the item is run again; empty for all failures of the kinds in
 *     {@code retryOn}
 * @param failFast whether the first failure cancels the rest of the call
 * @param client the name of the client that shares the workers; the thread of the call if there is none
 * @param ship classes that are sent with the function, where workers lack them
 */
public record TaskOptions(
        int chunkSize,
        int buffer,
        boolean keepOrder,
        boolean commitPerItem,
        Optional<Duration> timeout,
        Optional<Duration> softTimeout,
        Optional<Duration> stallTimeout,
        Optional<Instant> deadline,
        int retries,
        Set<RetryOn> retryOn,
        Duration retryDelay,
        Duration maxRetryDelay,
        double retryJitter,
        Optional<Predicate<? super Throwable>> retryIf,
        boolean failFast,
        Optional<String> client,
        Set<Class<?>> ship) {

    private static final Duration DEFAULT_RETRY_DELAY = Duration.ofMillis(100);
    private static final double DEFAULT_RETRY_JITTER = 0.25;
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
        timeout.ifPresent(value -> Checks.positive("timeout", value));
        softTimeout.ifPresent(value -> Checks.positive("softTimeout", value));
        stallTimeout.ifPresent(value -> Checks.positive("stallTimeout", value));
        if (timeout.isPresent() && softTimeout.isPresent()) {
            Checks.shorter("softTimeout", softTimeout.get(), "timeout", timeout.get());
        }
        Checks.notNegative("retries", retries);
        Checks.notNegative("retryDelay", retryDelay);
        Checks.notNegative("maxRetryDelay", maxRetryDelay);
        Checks.notShorter("maxRetryDelay", maxRetryDelay, "retryDelay", retryDelay);
        if (!(retryJitter >= 0 && retryJitter <= 1)) {
            throw new IllegalArgumentException("retryJitter must be between 0 and 1: " + retryJitter);
        }
        retryOn = Set.copyOf(retryOn);
        ship = Set.copyOf(ship);
        client.ifPresent(name -> Checks.notBlank("client", name));
    }

    /**
     * The default options: adaptive chunks and buffer, completion order, batched commits, no limits of time, no
     * retries.
     */
    public static TaskOptions defaults() {
        return DEFAULTS;
    }

    /** A builder that starts with the default options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; {@link #build} refuses values out of range. Not thread-safe. */
    public static final class Builder {

        private int chunkSize;
        private int buffer;
        private boolean keepOrder;
        private boolean commitPerItem;
        private Optional<Duration> timeout = Optional.empty();
        private Optional<Duration> softTimeout = Optional.empty();
        private Optional<Duration> stallTimeout = Optional.empty();
        private Optional<Instant> deadline = Optional.empty();
        private int retries;
        private Set<RetryOn> retryOn = EnumSet.allOf(RetryOn.class);
        private Duration retryDelay = DEFAULT_RETRY_DELAY;
        private Duration maxRetryDelay = Checks.LONGEST;
        private double retryJitter = DEFAULT_RETRY_JITTER;
        private Optional<Predicate<? super Throwable>> retryIf = Optional.empty();
        private boolean failFast;
        private Optional<String> client = Optional.empty();
        private Set<Class<?>> ship = Set.of();

        private Builder() {}

        /**
         * Makes chunks of {@code items} items; fewer where 256 KiB of items, the end of the input, or the worker's
         * limit of items come first. Several chunks of quick items may be sent together, which has no other effect: an
         * item can be taken back until it starts. Default: adaptive.
         *
         * @throws IllegalArgumentException if {@code items} is less than 1
         */
        public Builder chunkSize(int items) {
            chunkSize = Checks.atLeastOne("chunkSize", items);
            return this;
        }

        /**
         * Reads at most {@code items} items ahead of the consumer of an {@code imap} or {@code outcomes}: a hard limit.
         * Default: adaptive. The input is read 1024 items ahead at first (further ahead if chunks are large, 4 for
         * each worker). This number grows with consumption, by at most one for each result that is taken: when
         * {@code n} results are taken, at most {@code 1024 + 2n} items were read. It is bounded by 16,384 items, by the
         * items that the consumer takes in 10 ms (its waits for results do not count), and by 8 MiB of results, but not
         * below what it was at first. It does not grow where functions run in threads. Whatever the buffer, while
         * results of 8 MiB wait for the consumer no more items of the stream are sent to workers, but for the one that
         * the consumer waits for.
         *
         * @throws IllegalArgumentException if {@code items} is less than 1
         */
        public Builder buffer(int items) {
            buffer = Checks.atLeastOne("buffer", items);
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
         * Kills the worker of an item that runs longer than {@code limit}, and fails that item with a {@link
         * TaskTimeoutException} that has the worker's stack. The time counts from the start of the item (neither
         * waiting counts, nor do its neighbours in a chunk), by the clock of the supervisor, which checks every
         * sixteenth of the limit, but at most once a millisecond.
         */
        public Builder timeout(Duration limit) {
            timeout = Optional.of(limit);
            return this;
        }

        /**
         * Interrupts an item that runs longer than {@code limit}, once. An item that throws then fails with a {@link
         * TaskTimeoutException}; an item that returns a value all the same has that result. The worker lives on.
         */
        public Builder softTimeout(Duration limit) {
            softTimeout = Optional.of(limit);
            return this;
        }

        /**
         * Kills the worker of an item that makes no progress for longer than {@code limit}, and fails that item with a
         * {@link TaskTimeoutException}. Each {@link dev.procpool.task.TaskContext#progress} counts as progress, also
         * one with the numbers of the report before. The time of an item that has not reported any counts from its
         * start. An item that reports regularly may run as long as it needs, unless there is a {@link #timeout}, too.
         * The clock and its precision are those of {@link #timeout}.
         */
        public Builder stallTimeout(Duration limit) {
            stallTimeout = Optional.of(limit);
            return this;
        }

        /**
         * Fails items that have not started by {@code latestStart} with a {@link TaskExpiredException}. An item that
         * has failed before, and cannot be retried by that time, fails with that failure.
         */
        public Builder deadline(Instant latestStart) {
            deadline = Optional.of(latestStart);
            return this;
        }

        /** Runs an item again, up to {@code count} times, after a failure of a kind in {@link #retryOn}. Default: 0. */
        public Builder retries(int count) {
            retries = count;
            return this;
        }

        /** Sets the kinds of failures after which an item is run again. Default: all. */
        public Builder retryOn(RetryOn first, RetryOn... more) {
            retryOn = EnumSet.of(first, more);
            return this;
        }

        /**
         * Runs an item again only after failures that {@code wanted} accepts, of a kind in {@link #retryOn}. The
         * predicate runs in this JVM and gets the exception that the item would fail with: that of the task, a {@link
         * WorkerDiedException} or a {@link TaskTimeoutException}. It runs on the completion executor (in a pool of
         * threads on the thread of the item), where a predicate that takes long delays callbacks and other predicates,
         * and no items. If it throws, the item fails, with what it threw as a suppressed exception.
         */
        public Builder retryIf(Predicate<? super Throwable> wanted) {
            retryIf = Optional.of(Objects.requireNonNull(wanted, "wanted"));
            return this;
        }

        /** Sets the wait before the first retry; each later retry waits twice as long. Default: 100 ms. */
        public Builder retryDelay(Duration first) {
            return retryDelay(first, Checks.LONGEST);
        }

        /** Sets the wait before the first retry, and the longest wait: each retry waits twice as long until then. */
        public Builder retryDelay(Duration first, Duration longest) {
            retryDelay = first;
            maxRetryDelay = longest;
            return this;
        }

        /**
         * Makes waits before retries longer or shorter at random, by up to {@code share} of the wait, so that items
         * that failed together do not come back together: from 0, for none, to 1. Default: 0.25.
         */
        public Builder retryJitter(double share) {
            retryJitter = share;
            return this;
        }

        /**
         * Cancels the rest of the call at the first item that fails for good: pending items do not start, running items
         * are stopped as by {@code cancel(true)}. A {@code map} throws the failure that came first.
         */
        public Builder failFast() {
            failFast = true;
            return this;
        }

        /**
         * Names the client that makes the call. Clients that have items at the same time share the workers fairly: the
         * next items are those of the client that has used the workers for the least time, as far as is known, and the
         * items of one client start first come, first served. A quick call of one client therefore waits for about one
         * item of a {@code map} of another client, and not for all of them. Default: each thread that makes calls is a
         * client. The input of an {@code imap} belongs to the thread that called {@code imap}, and a task of an
         * executor service to the thread that submitted it. A server gives the calls of one user the same name,
         * whichever threads make them.
         */
        public Builder client(String name) {
            client = Optional.of(name);
            return this;
        }

        /**
         * Sends classes with the function that the function finds by their names only, such as the drivers that {@code
         * Class.forName} loads. Classes that the code of the function names are sent anyway. A class that workers have
         * on their class path is never sent.
         */
        public Builder ship(Class<?>... types) {
            ship = Set.of(types);
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException if a value is out of range; the message has its name
         */
        public TaskOptions build() {
            return new TaskOptions(
                    chunkSize,
                    buffer,
                    keepOrder,
                    commitPerItem,
                    timeout,
                    softTimeout,
                    stallTimeout,
                    deadline,
                    retries,
                    retryOn,
                    retryDelay,
                    maxRetryDelay,
                    retryJitter,
                    retryIf,
                    failFast,
                    client,
                    ship);
        }
    }
}
