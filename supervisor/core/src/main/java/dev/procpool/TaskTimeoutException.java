package dev.procpool;

import java.time.Duration;
import java.util.List;

/**
 * An item ran longer than its limit. After a {@link TaskOptions#timeout} or a {@link TaskOptions#stallTimeout} its
 * worker was killed; after a {@link TaskOptions#softTimeout} the item was interrupted, and the exception that it threw
 * then is the cause. Other items are not affected.
 *
 * <p>The stack trace begins with the frames of the worker ({@link #workerStack()}), or with those of the exception
 * after an interrupt. A frame that names the worker and the item follows, then the frames of the thread that took the
 * result: a waiting caller, or a thread of the completion executor.
 */
public final class TaskTimeoutException extends TaskException {

    private static final long serialVersionUID = 1L;

    private final Duration timeout;
    private final long itemIndex;

    @SuppressWarnings("serial") // List.copyOf gives a Serializable one
    private final List<StackTraceElement> workerStack;

    /**
     * An exception of an item.
     *
     * @param cause the exception of the task after an interrupt, else null
     * @param timeout the limit that was exceeded
     * @param itemIndex the position of the item in its call, from 0
     * @param workerStack topmost frame first; may be empty
     */
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
     * The frames of the worker's main thread just before the kill, topmost first, 256 at most; empty after a soft
     * timeout, and if the worker did not answer within 300 ms (because it was stopped, or in a long garbage
     * collection).
     */
    public List<StackTraceElement> workerStack() {
        return workerStack;
    }
}
