package dev.procpool.task;

import java.util.Optional;

/** The binding of {@link TaskContext} to the thread that runs a task. Thread-safe. */
public final class CurrentTask {

    private static final ThreadLocal<TaskContext> CONTEXT = new ThreadLocal<>();

    private CurrentTask() {}

    /** Binds the calling thread to a worker, until the thread ends or the next call. */
    public static void bind(TaskContext context) {
        CONTEXT.set(context);
    }

    /** The context of the calling thread. */
    public static Optional<TaskContext> context() {
        return Optional.ofNullable(CONTEXT.get());
    }
}
