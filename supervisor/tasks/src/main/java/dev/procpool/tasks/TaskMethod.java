package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.ExecutionException;

/**
 * A method that runs an item: static or of a new object, with the item as its parameter; or of the item itself,
 * without a parameter, such as {@code String::length}.
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

    /** The type that the text of an item has to be converted to. */
    Class<?> itemType() {
        return isOfItem() ? type : method.getParameterTypes()[0];
    }

    /** Makes the task. Initializes the class, and creates the object if the method needs one. */
    TaskFunction<String, ?> task() throws NoSuchTaskException {
        Object instance = needsObject() ? instance() : null;
        open();
        ItemConverter converter = ItemConverter.to(itemType())
                .orElseThrow(() -> TaskMessages.notConvertible(
                        type.getName() + MethodLookup.METHOD + method.getName(), itemType()));
        return isOfItem() ? text -> invoke(converter.convert(text)) : text -> invoke(instance, converter.convert(text));
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
