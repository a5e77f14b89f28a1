package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * A method that runs an item: static or of a new object, with the item as its parameter, or its columns as its
 * parameters; or of the item itself, without a parameter, such as {@code String::length}.
 *
 * @param type the class that was named, which may have inherited the method
 */
record TaskMethod(Class<?> type, Method method) {

    /** A method of a class that the class declares, or inherits and makes public. */
    static TaskMethod of(Class<?> type, String name, Class<?>... parameters) throws NoSuchTaskException {
        try {
            return new TaskMethod(type, type.getDeclaredMethod(name, parameters));
        } catch (NoSuchMethodException declared) {
            try {
                return new TaskMethod(type, type.getMethod(name, parameters));
            } catch (NoSuchMethodException e) {
                throw new NoSuchTaskException("the method " + e.getMessage() + " is missing");
            }
        }
    }

    boolean isOfItem() {
        return method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers());
    }

    /** Whether the method needs an object that is not the item. */
    boolean needsObject() {
        return !isOfItem() && !Modifier.isStatic(method.getModifiers());
    }

    /** The types that the columns of an item have to be converted to. */
    List<Class<?>> itemTypes() {
        return isOfItem() ? List.of(type) : List.of(method.getParameterTypes());
    }

    /**
     * Makes the task. Initializes the class, and creates the object if the method needs one.
     *
     * @param name the name of the method, for messages
     * @param hasColumns whether items have columns
     */
    TaskFunction<String, ?> task(String name, boolean hasColumns) throws NoSuchTaskException {
        Object instance = needsObject() ? instance() : null;
        open();
        List<ItemConverter> converters = new ArrayList<>();
        for (Class<?> itemType : itemTypes()) {
            converters.add(ItemConverter.to(itemType).orElseThrow(() -> TaskMessages.notConvertible(name, itemType)));
        }
        if (hasColumns || converters.size() != 1) {
            return item -> invokeWithColumns(name, instance, item, converters);
        }
        ItemConverter converter = converters.get(0);
        return isOfItem() ? text -> invoke(converter.convert(text)) : text -> invoke(instance, converter.convert(text));
    }

    private Object invokeWithColumns(String name, Object instance, String item, List<ItemConverter> converters)
            throws Exception {
        List<String> columns = Columns.split(item, converters.size(), name);
        Object[] arguments = new Object[columns.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = converters.get(i).convert(columns.get(i));
        }
        return isOfItem() ? invoke(arguments[0]) : invoke(instance, arguments);
    }

    private Object instance() throws NoSuchTaskException {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw TaskMessages.thrownBy("constructor", type, e.getCause());
        } catch (ExceptionInInitializerError e) {
            throw TaskMessages.thrownBy("static initializer", type, e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw TaskMessages.noObject(type, e);
        }
    }

    private void open() throws NoSuchTaskException {
        try {
            method.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw new NoSuchTaskException(e.getMessage()); // it names the module and the package
        }
    }

    private Object invoke(Object instance, Object... arguments) throws Exception {
        try {
            return method.invoke(instance, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception exception) {
                throw exception;
            } else if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new ExecutionException(e.getCause());
        }
    }
}
