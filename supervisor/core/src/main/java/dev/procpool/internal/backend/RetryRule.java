package dev.procpool.internal.backend;

import dev.procpool.RetryOn;
import dev.procpool.TaskOptions;
import dev.procpool.internal.base.Times;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When an item that has failed is run again, as the options of its call say. Immutable.
 *
 * @param options the options of the call
 * @param question the question to ask before an item is run again; empty if the options alone decide
 */
public record RetryRule(TaskOptions options, Optional<RetryQuestion> question) {

    /** The most doublings of the wait before a retry. */
    private static final int MAX_DOUBLINGS = 16;

    /** Whether attempts are left after {@code attempt}, from 1, for a failure of this kind. */
    public boolean allows(int attempt, RetryOn kind) {
        return attempt <= options.retries() && options.retryOn().contains(kind);
    }

    /** The wait in nanoseconds before the attempt that follows {@code attempt}, at random within its jitter. */
    public long delayNanos(int attempt, RandomGenerator random) {
        return Backoff.jittered(withoutJitter(attempt), options.retryJitter(), random);
    }

    /** The longest wait that {@link #delayNanos} gives. */
    public long longestDelayNanos(int attempt) {
        return Backoff.longest(withoutJitter(attempt), options.retryJitter());
    }

    private double withoutJitter(int attempt) {
        return Backoff.nanos(
                Times.nanos(options.retryDelay()),
                Math.min(MAX_DOUBLINGS, attempt - 1),
                Times.nanos(options.maxRetryDelay()));
    }
}
