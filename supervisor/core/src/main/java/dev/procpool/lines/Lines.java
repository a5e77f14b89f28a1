package dev.procpool.lines;

import dev.procpool.Tasks;
import dev.procpool.internal.pool.LineCalls;
import dev.procpool.task.TaskFunction;

/** Runs functions over lines. */
public final class Lines {

    private Lines() {}

    /**
     * Runs a function on the text of every line, and gives the outcome of each. The lines are read by a thread of the
     * pool, at most as far ahead of the consumer as {@code TaskOptions.buffer} says, so that they may be endless; the
     * source is closed afterwards. A result is given as its text, {@code String.valueOf(result)}, in which a lone
     * surrogate is a question mark; a {@code byte[]} is given as its bytes, which may be no text. A line that cannot
     * be used fails with {@link UnusableLineException}, and does not reach a worker.
     *
     * @param tasks a pool, or its calls with certain options
     * @throws IllegalStateException after the pool was shut down
     * @throws dev.procpool.PoolBrokenException if the pool is broken
     * @throws dev.procpool.ArgumentSerializationException if the function cannot be encoded
     * @throws IllegalArgumentException if {@code tasks} is not of procpool
     */
    public static LineResults run(Tasks tasks, TaskFunction<? super String, ?> function, LineSource lines) {
        if (tasks instanceof LineCalls calls) {
            return calls.lines(function, lines);
        }
        throw new IllegalArgumentException("tasks is no pool, and not made by one: " + tasks);
    }
}
