package dev.procpool.protocol.codec;

import dev.procpool.task.Task;
import dev.procpool.task.TaskBiFunction;
import dev.procpool.task.TaskFunction;
import java.io.Serializable;

/** Turns every form of task into a function of one argument, the only form that a worker knows. */
public final class TaskAdapters {

    private TaskAdapters() {}

    /** The arguments of a function of two. */
    public record Pair(Object first, Object second) implements Serializable {}

    /** Calls the task that it gets as its argument. */
    public static final class CallTask implements TaskFunction<Task<?>, Object> {

        private static final long serialVersionUID = 1L;

        @Override
        public Object apply(Task<?> task) throws Exception {
            return task.call();
        }
    }

    /** Calls a function of two arguments with the parts of a pair. */
    public record Spread(TaskBiFunction<Object, Object, Object> function) implements TaskFunction<Pair, Object> {

        @Override
        public Object apply(Pair pair) throws Exception {
            return function.apply(pair.first(), pair.second());
        }
    }
}
