package dev.procpool;

import java.time.Duration;

/**
 * What became of one item. Immutable.
 *
 * @param index the position of the item in the input, from 0
 * @param value the result; null if the item failed (or the function returned null)
 * @param failure why the item failed; null if it succeeded
 * @param workerId the worker that ran it, from 1; 0 if it never ran
 * @param pid the process id of that worker; 0 if it never ran
 * @param attempt which attempt this is the outcome of, from 1
 * @param queued how long the item waited before it was sent to a worker, by the supervisor's clock
 * @param ran how long decoding and calling took in the worker, by the worker's clock; numbers that take no more than microseconds
 *     to compute share it with their neighbours; if it died, for how long it was seen
 *     running, by the supervisor's; zero if that is not known
 * @param <R> the type of the result
 */
public record Outcome<R>(
        long index, R value, Throwable failure, int workerId, long pid, int attempt, Duration queued, Duration ran) {

    public boolean isSuccess() {
        return failure == null;
    }

    /**
     * The value.
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
