package dev.procpool;

import java.time.Duration;
import java.time.Instant;

/**
 * The outcome of one item. Immutable.
 *
 * @param index the position of the item in the input, from 0
 * @param value the result; null if the item failed (or the function returned null)
 * @param failure the exception of the item; null if it succeeded
 * @param workerId the worker that ran the item, from 1; 0 if it never ran
 * @param pid the process id of that worker; 0 if the item never ran
 * @param attempt the number of the attempt that has this outcome, from 1
 * @param queued how long the item waited before it was sent to a worker, by the supervisor's clock
 * @param ran how long decoding and calling took in the worker, by the clock of the worker; items of a few microseconds
 *     whose results are numbers or short strings get an equal share of the time that they took together; if the
 *     worker died, how long the item was seen running, by the clock of the supervisor; zero if that is not known
 * @param started when this attempt started, by the clock of the worker: items that share a run time follow each other,
 *     each with its share; if the worker died, when the item was first seen running, at the latest when the death was
 *     noticed; null if the item never ran, or that is not known
 * @param <R> the type of the result
 */
public record Outcome<R>(
        long index,
        R value,
        Throwable failure,
        int workerId,
        long pid,
        int attempt,
        Duration queued,
        Duration ran,
        Instant started) {

    /** Whether the item has a result. */
    public boolean isSuccess() {
        return failure == null;
    }

    /**
     * The value; may be null.
     *
     * @throws RuntimeException the failure as {@link Tasks#apply} throws it, if the item failed
     */
    public R get() {
        if (failure != null) {
            throw TaskException.toThrow(failure, workerId, pid);
        }
        return value;
    }
}
