package dev.procpool.task;

import java.util.Optional;

/** The binding of {@link TaskContext} to the thread that runs a task. Thread-safe. */
public final class CurrentTask {

    /** Takes the progress that tasks of one thread report. Called by that thread only. */
    public interface Progress {

        /**
         * Takes a report of the item that is running.
         *
         * @param total 0 if it is not known
         */
        void report(long done, long total);
    }

    private record Binding(TaskContext context, Progress progress) {}

    private static final ThreadLocal<Binding> BINDING = new ThreadLocal<>();

    private CurrentTask() {}

    /** Binds the calling thread to a worker, until the thread ends or the next call. */
    public static void bind(TaskContext context, Progress progress) {
        BINDING.set(new Binding(context, progress));
    }

    /** The context of the calling thread. */
    public static Optional<TaskContext> context() {
        return Optional.ofNullable(BINDING.get()).map(Binding::context);
    }

    /** Reports the progress of the task that the calling thread runs, if it runs one. */
    static void progress(long done, long total) {
        Binding binding = BINDING.get();
        if (binding != null) {
            binding.progress.report(done, total);
        }
    }
}
