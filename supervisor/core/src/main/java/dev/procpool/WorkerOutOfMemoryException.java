package dev.procpool;

/** A worker ran out of memory while it was running an item. Only that item fails. */
public final class WorkerOutOfMemoryException extends WorkerDiedException {

    private static final long serialVersionUID = 1L;

    public WorkerOutOfMemoryException(String message, long itemIndex, ExitReport report) {
        super(message, itemIndex, report);
    }
}
