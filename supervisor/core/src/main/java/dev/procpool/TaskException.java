package dev.procpool;

/**
 * An item failed in a worker. This class itself is thrown around a checked exception of the task, which is the cause;
 * its subclasses are thrown where there is no exception of the task, or none that could arrive as itself.
 */
public class TaskException extends PoolException {

    private static final long serialVersionUID = 1L;

    private final int workerId;
    private final long pid;

    /**
     * An exception of an item.
     *
     * @param workerId the worker that ran the item, from 1
     * @param pid the process id of that worker
     */
    public TaskException(String message, Throwable cause, int workerId, long pid) {
        super(message, cause);
        this.workerId = workerId;
        this.pid = pid;
    }

    /** The worker that ran the item, from 1. */
    public int workerId() {
        return workerId;
    }

    /** The process id of that worker. */
    public long pid() {
        return pid;
    }

    /** The failure of an item as the blocking calls throw it; throws errors itself. */
    static RuntimeException toThrow(Throwable failure, int workerId, long pid) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException unchecked) {
            return unchecked;
        }
        return new TaskException(
                "worker " + workerId + " (pid " + pid + "): the task threw " + failure, failure, workerId, pid);
    }
}
