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
}
