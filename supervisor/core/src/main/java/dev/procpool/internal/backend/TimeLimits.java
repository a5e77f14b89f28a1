package dev.procpool.internal.backend;

import dev.procpool.TaskOptions;
import dev.procpool.internal.base.Times;

/**
 * How long an item of a call may run, in nanoseconds; {@link Call#NO_LIMIT} where there is no limit. Immutable.
 *
 * @param timeoutNanos until its worker is killed
 * @param softNanos until it is interrupted
 * @param stallNanos without progress, until its worker is killed
 */
public record TimeLimits(long timeoutNanos, long softNanos, long stallNanos) {

    static TimeLimits of(TaskOptions options) {
        return new TimeLimits(
                options.timeout().map(Times::nanos).orElse(Call.NO_LIMIT),
                options.softTimeout().map(Times::nanos).orElse(Call.NO_LIMIT),
                options.stallTimeout().map(Times::nanos).orElse(Call.NO_LIMIT));
    }

    /** The shortest limit. */
    public long shortestNanos() {
        return Math.min(softNanos, killingNanos());
    }

    /** The shortest time after which a worker may be killed. */
    public long killingNanos() {
        return Math.min(timeoutNanos, stallNanos);
    }

    /**
     * The same limits with another limit of the run time: the soft one, if there is one, and a timeout beside it keeps
     * its distance.
     *
     * @throws IllegalStateException if there is no such limit
     */
    public TimeLimits runningFor(long nanos) {
        if (softNanos == Call.NO_LIMIT && timeoutNanos == Call.NO_LIMIT) {
            throw new IllegalStateException("the call has no timeout that could be changed");
        }
        if (softNanos == Call.NO_LIMIT) {
            return new TimeLimits(nanos, softNanos, stallNanos);
        }
        long later = timeoutNanos == Call.NO_LIMIT ? timeoutNanos : nanos + timeoutNanos - softNanos;
        return new TimeLimits(later, nanos, stallNanos);
    }
}
