package dev.procpool.lines;

import java.time.Duration;

/**
 * The outcome of each line, one after the other: in the order of the lines with {@code TaskOptions.keepOrder}, else in
 * the order of completion. A consumer that leaves before the end should close this, which cancels the lines that were
 * read ahead. Not thread-safe, except for {@link #cancelPending}: one consumer.
 */
public interface LineResults extends AutoCloseable {

    /**
     * Moves to the next outcome; waits for it. When the waiting thread is interrupted, this throws {@code
     * java.util.concurrent.CancellationException} with the interrupt status set, and the remaining lines are cancelled.
     *
     * @return false at the end
     * @throws java.io.UncheckedIOException if the lines cannot be read; thrown after the outcomes of the lines before
     */
    boolean next();

    /** Whether {@link #next} would return at once: a consumer that collects results writes them when it would not. */
    boolean hasReady();

    /** The position of the line, from 0. */
    long index();

    /** The exception of the line; null if it has a result. */
    Throwable failure();

    /** The result as its text or bytes, empty for a failure; valid until {@link #next} is called. */
    LineText result();

    /** The line itself, empty for one that could not be used; valid until {@link #next} is called. */
    LineText line();

    /** The attempt that has this outcome: the same object for lines that were done together. */
    Attempt attempt();

    /** How long the line ran in the worker, in nanoseconds, as {@code Outcome.ran} says it. */
    long ranNanos();

    /**
     * When the line started, as {@code Outcome.started} says it, in nanoseconds since 1970-01-01T00:00Z; 0 if it never
     * ran, or that is not known.
     */
    long startedNanos();

    /**
     * Changes the {@code TaskOptions.timeout} of the lines, those included that are running: a limit that depends on
     * the lines that have ended. If the options have a {@code softTimeout}, that is changed, and a timeout beside it
     * keeps its distance. Items that run are checked at the latest after a sixteenth of the limit before, but at most
     * 100 ms later.
     *
     * @throws IllegalStateException if the options have neither
     */
    void timeout(Duration limit);

    /**
     * Stops early without losing lines that run: reads no more lines, cancels those that have not started, and lets the
     * others end. Each line that was submitted still has an outcome, a {@code CancellationException} if it was
     * cancelled. Thread-safe. Idempotent; does not wait.
     */
    void cancelPending();

    /** Cancels the lines whose outcomes were not consumed. Idempotent; does not wait. */
    @Override
    void close();

    /**
     * One attempt to run lines. Immutable.
     *
     * @param workerId the worker that ran the lines, from 1; 0 if they never ran
     * @param pid the process id of that worker; 0 if they never ran
     * @param number the number of the attempt, from 1
     * @param queued how long the lines waited before they were sent to the worker
     */
    record Attempt(int workerId, long pid, int number, Duration queued) {}
}
