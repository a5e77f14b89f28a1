package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;
import java.util.List;

/**
 * Runs a method of a class that was compiled here on the text of an item. The class is sent to workers, which
 * initialize it; as with a {@link NamedTask}, results are sent as text.
 */
public final class CompiledTask implements TaskFunction<String, String> {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final Class<?> type;
    private final String method;
    private final Class<?>[] parameters;
    private final ResultForm form;
    private final boolean hasColumns;
    private transient TaskFunction<String, ?> task;

    private CompiledTask(String name, TaskMethod found, ResultForm form, boolean hasColumns) {
        this.name = name;
        this.type = found.type();
        this.method = found.method().getName();
        this.parameters = found.method().getParameterTypes();
        this.form = form;
        this.hasColumns = hasColumns;
    }

    /**
     * The method of an expression.
     *
     * @param type the class that the expression was compiled to
     * @param method the name of its only method
     * @throws NoSuchTaskException if no text can become one of its parameters
     */
    public static CompiledTask ofExpression(Class<?> type, String method, ResultForm form, boolean hasColumns)
            throws NoSuchTaskException {
        String name = "the expression";
        return of(name, name, MethodLookup.ofSource(type, method), form, hasColumns);
    }

    /**
     * Finds the method among the classes of a source file. Initializes none of them.
     *
     * @param source the name of the file, for messages
     * @param classes the classes, the main class first
     * @param method the name of the method, with its parameters in parentheses where there are several; empty for the
     *     only one that can be meant
     * @param hasColumns whether items have columns, which become parameters
     * @throws NoSuchTaskException if no method can be meant, or several, with what is there instead
     */
    public static CompiledTask of(
            String source, List<Class<?>> classes, String method, ResultForm form, boolean hasColumns)
            throws NoSuchTaskException {
        SourceMethods methods = new SourceMethods(source, classes);
        TaskMethod found = method.isEmpty() ? methods.only() : methods.named(method);
        String name = source + MethodLookup.METHOD + found.method().getName();
        return of(name, source, found, form, hasColumns);
    }

    private static CompiledTask of(String name, String source, TaskMethod found, ResultForm form, boolean hasColumns)
            throws NoSuchTaskException {
        for (Class<?> itemType : found.itemTypes()) {
            if (ItemConverter.to(itemType).isEmpty()) {
                throw TaskMessages.notConvertible(source, itemType);
            }
        }
        return new CompiledTask(name, found, form, hasColumns);
    }

    @Override
    public String apply(String item) throws Exception {
        if (task == null) {
            task = find();
        }
        return form.of(task.apply(item));
    }

    private TaskFunction<String, ?> find() {
        try {
            return TaskMethod.of(type, method, parameters).task(name, hasColumns);
        } catch (NoSuchTaskException e) {
            return text -> {
                throw e;
            };
        }
    }
}
