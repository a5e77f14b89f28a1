package dev.procpool.internal.pool;

import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineSource;
import dev.procpool.task.TaskFunction;

/** Calls that take lines; see {@code Lines.run}. Thread-safe. */
public interface LineCalls {

    /** Runs a function on the text of every line. */
    LineResults lines(TaskFunction<? super String, ?> function, LineSource lines);
}
