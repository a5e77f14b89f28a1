package dev.procpool.task;

import java.util.Optional;

/**
 * The worker in which a task runs, for the code of the task. Immutable.
 *
 * @param workerId the number of the worker within its pool, from 1; it survives a restart of the worker
 * @param incarnation the number of JVMs that this worker id has had so far, this one included, from 1
 * @param pid the process id of the JVM that runs the task
 */
public record TaskContext(int workerId, int incarnation, long pid) {

    /** The context of the task that the calling thread runs, or empty outside of a task. */
    public static Optional<TaskContext> current() {
        return CurrentTask.context();
    }

    /**
     * Reports how far the task of the calling thread is, for a progress bar and for a {@code stallTimeout}. A task may
     * report as often as it likes: a report costs some nanoseconds, and the pool looks at the last one up to ten times
     * a second. Outside of a task, and in other threads than the one that runs the task, a report has no effect.
     *
     * @param done how much is done, from 0, in any unit
     * @param total the value of {@code done} at the end, in the same unit; 0 if it is not known
     * @throws IllegalArgumentException if one of them is negative
     */
    public static void progress(long done, long total) {
        if (done < 0 || total < 0) {
            throw new IllegalArgumentException("done and total must not be negative: " + done + ", " + total);
        }
        CurrentTask.progress(done, total);
    }
}
