package dev.procpool;

/**
 * Hears what happens in a pool. Called on the pool's completion executor, one call after the other in the order of the
 * events, never under a lock of the pool. A listener that throws is logged; one that is slow misses events once 10,000
 * wait for it (the number is logged), and hurts nobody.
 */
public interface PoolListener {

    /** The process of a worker exists. */
    default void workerStarted(WorkerInfo worker) {}

    /** A worker takes items from now on; its initializer has run. */
    default void workerReady(WorkerInfo worker) {}

    /** A worker is to be replaced as planned: its quota of items, its age, its memory, or a {@link Pool#restart}. */
    default void workerRecycled(WorkerInfo worker, String reason) {}

    /** The process of a worker has ended, and what it held is decided. */
    default void workerExited(WorkerInfo worker, ExitReport report) {}

    /** Consecutive items of a call were sent to a worker, which runs them one after the other. */
    default void itemsStarted(Items items) {}

    /** Consecutive items of a call have their outcome, with a result, a failure, or because they were given up. */
    default void itemsSettled(Items items) {}

    /** An item failed and will be run again. */
    default void itemRetried(Items item, Throwable failure) {}

    /** The pool gave up. */
    default void poolBroken(Throwable cause) {}

    /**
     * Consecutive items of one call.
     *
     * @param taskId the number of the call within its pool
     * @param firstIndex the position of the first item in the call, from 0
     * @param count how many items
     * @param attempt which attempt this is, from 1
     * @param workerId the worker, from 1; 0 if none has them
     * @param pid its process id; 0 if none has them
     */
    record Items(long taskId, long firstIndex, int count, int attempt, int workerId, long pid) {}
}
