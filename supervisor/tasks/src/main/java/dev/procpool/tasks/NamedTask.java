package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;

/**
 * Runs the task of a name on the text of an item. Only the name is sent; the worker finds the class on its own class
 * path. Results are sent as text, so the supervisor never loads a class of the user, and only copies bytes.
 */
public final class NamedTask implements TaskFunction<String, String> {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final ResultForm form;
    private final boolean hasColumns;
    private transient TaskFunction<String, ?> task;

    /** A task for items of one column. */
    public NamedTask(String name, ResultForm form) {
        this(name, form, false);
    }

    /** @param hasColumns whether items have columns, which become parameters */
    public NamedTask(String name, ResultForm form, boolean hasColumns) {
        this.name = name;
        this.form = form;
        this.hasColumns = hasColumns;
    }

    @Override
    public String apply(String item) throws Exception {
        if (task == null) {
            task = find();
        }
        return form.of(task.apply(item));
    }

    /** A task that cannot be made is not tried again for each item: all items fail for the same reason. */
    private TaskFunction<String, ?> find() {
        try {
            return TaskNames.find(name, ClassLoader.getSystemClassLoader(), hasColumns);
        } catch (NoSuchTaskException e) {
            return text -> {
                throw e;
            };
        }
    }
}
