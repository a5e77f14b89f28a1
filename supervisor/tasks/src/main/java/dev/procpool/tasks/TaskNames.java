package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;
import java.util.Optional;

/** Finds what a name on the command line means: built in, {@code Class::method}, or a class that is a TaskFunction. */
public final class TaskNames {

    private TaskNames() {}

    /**
     * Checks that a name is a task, without running anything of the user.
     *
     * @throws NoSuchTaskException if it is not, with what is there instead
     */
    public static void require(String name, ClassLoader loader) throws NoSuchTaskException {
        if (BuiltInTask.named(name).isEmpty()) {
            for (Class<?> item : MethodLookup.of(name, loader).itemTypes()) {
                if (ItemConverter.to(item).isEmpty()) {
                    throw TaskMessages.notConvertible(name, item);
                }
            }
        }
    }

    /**
     * Makes the task of a name; code of the user runs then, and not before.
     *
     * @param hasColumns whether items have columns, one for each parameter
     */
    static TaskFunction<String, ?> find(String name, ClassLoader loader, boolean hasColumns)
            throws NoSuchTaskException {
        Optional<BuiltInTask> builtIn = BuiltInTask.named(name);
        if (builtIn.isEmpty()) {
            return MethodLookup.of(name, loader).task(name, hasColumns);
        }
        TaskFunction<String, ?> task = builtIn.get().make();
        return hasColumns ? item -> task.apply(Columns.split(item, 1, name).get(0)) : task;
    }
}
