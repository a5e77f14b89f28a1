package dev.procpool;

import java.time.Duration;
import java.util.List;

/**
 * An item ran longer than it may. After a {@link TaskOptions#timeout} its worker was killed; after a {@link
 * TaskOptions#softTimeout} it was interrupted, and what it threw then is the cause. Nothing else is touched. Its stack trace has
 * first where the worker was ({@link #workerStack()}), or where it threw when it was interrupted; then a frame that names the worker
 * and the item, then those of the thread that took the result: of who waited, or of the completion executor.
 */
public final class TaskTimeoutException extends TaskException {

    private static final long serialVersionUID = 1L;

    private final Duration timeout;
    private final long itemIndex;

    @SuppressWarnings("serial") // List.copyOf gives a Serializable one
    private final List<StackTraceElement> workerStack;

    public TaskTimeoutException(
            String message,
            Throwable cause,
            Duration timeout,
            long itemIndex,
            List<StackTraceElement> workerStack,
            int workerId,
            long pid) {
        super(message, cause, workerId, pid);
        this.timeout = timeout;
        this.itemIndex = itemIndex;
        this.workerStack = List.copyOf(workerStack);
    }

    /** The limit that was exceeded. */
    public Duration timeout() {
        return timeout;
    }

    /** The position of the item in its call, from 0. */
    public long itemIndex() {
        return itemIndex;
    }

    /**
     * Where the worker's main thread was when it was killed, topmost frame first, 256 at most; empty if it did not answer
     * within 300 ms (because it was stopped, or in a long garbage collection), and after a soft timeout.
     */
    public List<StackTraceElement> workerStack() {
        return workerStack;
    }
}
