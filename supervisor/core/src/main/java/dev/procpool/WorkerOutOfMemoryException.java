package dev.procpool;

/**
 * A worker ran out of memory, or exceeded {@link PoolBuilder#maxRss}, while it was running an item. Only that item
 * fails.
 */
public final class WorkerOutOfMemoryException extends WorkerDiedException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception of an item.
     *
     * @param itemIndex the position of the item in its call, from 0
     * @param report the end of the worker
     */
    public WorkerOutOfMemoryException(String message, long itemIndex, ExitReport report) {
        super(message, itemIndex, report);
    }
}
