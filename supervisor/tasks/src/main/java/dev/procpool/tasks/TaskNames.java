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
            Class<?> item = MethodLookup.of(name, loader).itemType();
            if (ItemConverter.to(item).isEmpty()) {
                throw TaskMessages.notConvertible(name, item);
            }
        }
    }

    /** Makes the task of a name; code of the user runs then, and not before. */
    static TaskFunction<String, ?> find(String name, ClassLoader loader) throws NoSuchTaskException {
        Optional<BuiltInTask> builtIn = BuiltInTask.named(name);
        return builtIn.isPresent()
                ? builtIn.get().make()
                : MethodLookup.of(name, loader).task();
    }
}
