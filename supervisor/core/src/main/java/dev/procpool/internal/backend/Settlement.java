package dev.procpool.internal.backend;

import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.Slice;
import java.time.Duration;

/** What became of consecutive items, as the backend reports it. Immutable. */
public sealed interface Settlement {

    long firstIndex();

    int count();

    /** What was run, at least once, or was meant to. */
    sealed interface Ran extends Settlement {

        /** 0 if it never ran, as with the process id. */
        int workerId();

        long pid();

        int attempt();

        long queuedNanos();
    }

    /**
     * Results as a worker sent them, still encoded.
     *
     * @param layout how they lie side by side
     * @param nanosEach how long each ran, where the results do not say so
     * @param softTimeout the limit after which the only item was interrupted; zero if it was not
     */
    record Encoded(
            long firstIndex,
            int count,
            ItemLayout layout,
            Slice results,
            long nanosEach,
            int workerId,
            long pid,
            int attempt,
            long queuedNanos,
            Duration softTimeout)
            implements Ran {}

    /** One item with its value or failure. */
    record Direct(
            long firstIndex,
            Object value,
            Throwable failure,
            int workerId,
            long pid,
            int attempt,
            long queuedNanos,
            long runNanos)
            implements Ran {

        /** An item that failed without having run. */
        public static Direct notRun(long index, Throwable failure) {
            return new Direct(index, null, failure, 0, 0, 1, 0, 0);
        }

        @Override
        public int count() {
            return 1;
        }
    }

    /** Items that will not be run to their end. */
    record Cancelled(long firstIndex, int count, Why why) implements Settlement {}

    /** Why items were given up. Makes a new exception for every item that somebody looks at. */
    @FunctionalInterface
    interface Why {
        Throwable toException();
    }
}
