package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * Runs the task of a name on the text of an item. Only the name is sent; the worker finds the class on its own class
 * path. Results are sent as text, so the supervisor never loads a class of the user, and only copies bytes.
 */
public final class NamedTask implements TaskFunction<String, String> {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final ResultForm form;
    private transient TaskFunction<String, ?> task;

    public NamedTask(String name, ResultForm form) {
        this.name = name;
        this.form = form;
    }

    @Override
    public String apply(String item) throws Exception {
        if (task == null) {
            task = find();
        }
        return form.of(printable(task.apply(item)));
    }

    /** A task that cannot be made is not tried again for each item: all items fail for the same reason. */
    private TaskFunction<String, ?> find() {
        try {
            return TaskNames.find(name, ClassLoader.getSystemClassLoader());
        } catch (NoSuchTaskException e) {
            return text -> {
                throw e;
            };
        }
    }

    private static Object printable(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(NamedTask::printable).orElse(null);
        }
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof BigInteger
                || value instanceof BigDecimal) {
            return value;
        }
        if (value instanceof Number number && value.getClass().getName().startsWith("java.lang.")) {
            return number instanceof Float ? (Object) Double.valueOf(number.toString()) : (Object) number.longValue();
        }
        if (value instanceof Object[] array) {
            return Arrays.deepToString(array);
        }
        if (value.getClass().isArray()) {
            String text = Arrays.deepToString(new Object[] {value});
            return text.substring(1, text.length() - 1);
        }
        return value.toString();
    }
}
