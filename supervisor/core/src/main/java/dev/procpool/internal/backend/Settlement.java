package dev.procpool.internal.backend;

import dev.procpool.TaskExpiredException;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.Slice;
import java.time.Duration;

/** The outcome of consecutive items, as the backend reports it. Immutable. */
public sealed interface Settlement {

    /** The position of the first item in its call, from 0. */
    long firstIndex();

    /** The number of items. */
    int count();

    /** The bytes of the results that are still encoded. */
    default long bytes() {
        return 0;
    }

    /** The outcome of items that ran at least once, or were meant to. */
    sealed interface Ran extends Settlement {

        /** The worker that ran the items, from 1; 0 if they never ran. */
        int workerId();

        /** The process id of that worker; 0 if the items never ran. */
        long pid();

        /** The number of the attempt, from 1. */
        int attempt();

        /** How long the items waited before they were sent to a worker. */
        long queuedNanos();

        /** When the first item started, on {@code System.nanoTime()}; 0 if that is not known. */
        long startedNanos();

        /** How long the items ran in all. */
        long ranNanos();
    }

    /**
     * Results as a worker sent them, still encoded.
     *
     * @param layout how the results lie side by side
     * @param form the description of the class of records; null in the other layouts
     * @param startedNanos when the first item started; 0 if that is not known
     * @param nanosEach how long each item ran, where the results do not say so
     * @param softTimeout the limit after which the only item was interrupted; zero if it was not
     */
    record Encoded(
            long firstIndex,
            int count,
            ItemLayout layout,
            byte[] form,
            Slice results,
            long startedNanos,
            long nanosEach,
            int workerId,
            long pid,
            int attempt,
            long queuedNanos,
            Duration softTimeout)
            implements Ran {

        @Override
        public long bytes() {
            return results.length();
        }

        /** The start of the item at {@code position} among items that ran {@code nanosEach}; 0 if it is not known. */
        public long startedNanos(int position) {
            return startedNanos == 0 ? 0 : startedNanos + position * nanosEach;
        }

        @Override
        public long ranNanos() {
            if (layout != ItemLayout.SIZED) {
                return nanosEach * count;
            }
            long ran = 0;
            PayloadReader each = results.reader();
            for (int i = 0; i < count; i++) {
                ran += ItemResult.read(each).runNanos();
            }
            return ran;
        }
    }

    /** One item with its value or failure. */
    record Direct(
            long firstIndex,
            Object value,
            Throwable failure,
            int workerId,
            long pid,
            int attempt,
            long queuedNanos,
            long startedNanos,
            long ranNanos)
            implements Ran {

        /** The same item with another failure. */
        public Direct failingAs(Throwable other) {
            return new Direct(firstIndex, null, other, workerId, pid, attempt, queuedNanos, startedNanos, ranNanos);
        }

        /** An item that failed without having run. */
        public static Direct notRun(long index, Throwable failure) {
            return new Direct(index, null, failure, 0, 0, 1, 0, 0, 0);
        }

        @Override
        public int count() {
            return 1;
        }
    }

    /** Items that will not be run to their end. */
    record Cancelled(long firstIndex, int count, Why why) implements Settlement {}

    /** The reason why items were given up. */
    @FunctionalInterface
    interface Why {

        /** A new exception for each item whose outcome is decoded. */
        Throwable toException();

        /** The reason for which items of a call that had not started at its deadline are given up. */
        static Why expired(Call call) {
            return () -> new TaskExpiredException(call.names.any() + " had not started at its deadline, "
                    + call.options().deadline().orElseThrow());
        }
    }
}
