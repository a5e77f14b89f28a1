package dev.procpool;

import java.time.Duration;
import java.time.Instant;

/**
 * Receives the events of workers and items. Called on the completion executor of the pool, one call after the other in
 * the order of the events, never under a lock of the pool. Exceptions of a listener are logged. A slow listener misses
 * events once 10,000 of them wait (the number of missed events is logged), and delays neither workers nor callers.
 */
public interface PoolListener {

    /** The process of a worker exists. */
    default void workerStarted(WorkerInfo worker) {}

    /** A worker takes items from now on; its initializer has run. */
    default void workerReady(WorkerInfo worker) {}

    /**
     * A worker is to be replaced as planned.
     *
     * @param reason its quota of items, its age, its memory, or a {@link Pool#restart}, in words
     */
    default void workerRecycled(WorkerInfo worker, String reason) {}

    /** The process of a worker has ended, and the fate of the items that it held is decided. */
    default void workerExited(WorkerInfo worker, ExitReport report) {}

    /** Consecutive items of a call were sent to a worker, which runs them one after the other. */
    default void itemsStarted(Items items) {}

    /** Consecutive items of a call have their outcome: a result, a failure, or a cancellation. */
    default void itemsSettled(Items items) {}

    /**
     * A running item has reported its progress ({@link dev.procpool.task.TaskContext#progress}). Called at most ten
     * times a second for each worker; reports in between, and the last one before the end of an item, may be missing.
     *
     * @param done how much is done, in the unit of the task
     * @param total the value of {@code done} at the end; 0 if it is not known
     */
    default void itemProgressed(Items item, long done, long total) {}

    /** An item failed and will be run again. */
    default void itemRetried(Items item, Throwable failure) {}

    /** The pool gave up. */
    default void poolBroken(Throwable cause) {}

    /**
     * Consecutive items of one call. Immutable.
     *
     * @param taskId the number of the call within its pool, from 1
     * @param firstIndex the position of the first item in the call, from 0
     * @param count the number of items
     * @param attempt the number of the attempt, from 1
     * @param workerId the worker that has the items, from 1; 0 if none has them
     * @param pid the process id of that worker; 0 if none has them
     * @param started when the first of them started, as {@link Outcome#started} says it; null before they have ended
     * @param ran how long they ran, one after the other; zero before they have ended
     */
    record Items(
            long taskId,
            long firstIndex,
            int count,
            int attempt,
            int workerId,
            long pid,
            Instant started,
            Duration ran) {

        /** Items that have not ended, or never ran. */
        public Items(long taskId, long firstIndex, int count, int attempt, int workerId, long pid) {
            this(taskId, firstIndex, count, attempt, workerId, pid, null, Duration.ZERO);
        }
    }
}
