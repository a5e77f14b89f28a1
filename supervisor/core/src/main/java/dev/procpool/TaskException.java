package dev.procpool;

/**
 * An item failed in a worker. Thrown around a checked exception of the task, which is its cause; the subclasses are thrown
 * where the exception of the task did not or could not arrive as itself.
 */
public class TaskException extends PoolException {

    private static final long serialVersionUID = 1L;

    private final int workerId;
    private final long pid;

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
