package dev.procpool.internal.manager;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * An object of the manager. Thread-safe.
 *
 * @param type the interface whose methods can be called
 * @param oneAtATime whether calls run under the monitor of {@code target}
 */
record Served(Object target, Class<?> type, boolean oneAtATime) {

    /** @throws IllegalArgumentException if {@code type} is no interface, or the object does not implement it */
    Served {
        if (!type.isInterface()) {
            throw new IllegalArgumentException(type.getName() + " is not an interface");
        }
        if (!type.isInstance(target)) {
            throw new IllegalArgumentException("the factory made "
                    + (target == null ? "null" : "a " + target.getClass().getName()) + ", which is no "
                    + type.getName());
        }
    }

    MethodTable table() {
        return MethodTable.of(type);
    }

    /** Calls a method; throws its exception as it is. */
    Object call(int index, Object[] arguments) throws Throwable {
        Method method = table().method(index);
        if (!oneAtATime) {
            return invoke(method, arguments);
        }
        synchronized (target) {
            return invoke(method, arguments);
        }
    }

    private Object invoke(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The text of the object. */
    String text() {
        if (!oneAtATime) {
            return String.valueOf(target);
        }
        synchronized (target) {
            return String.valueOf(target);
        }
    }
}
