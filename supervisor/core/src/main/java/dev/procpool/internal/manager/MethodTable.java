package dev.procpool.internal.manager;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The methods of an interface in an order that all JVMs with the same class have. Calls name a method by its index, so
 * nothing but these methods can be named. Immutable.
 */
final class MethodTable {

    private static final ClassValue<MethodTable> TABLES = new ClassValue<>() {
        @Override
        protected MethodTable computeValue(Class<?> type) {
            return new MethodTable(type);
        }
    };

    private final Method[] methods;
    private final boolean[] interruptible;
    private final Map<Method, Integer> indices = new HashMap<>();
    private final long signature;
    private final boolean hasEquals;
    private final boolean hasHashCode;

    private MethodTable(Class<?> type) {
        Map<String, List<Method>> byText = byText(type);
        methods = byText.values().stream().map(same -> same.get(0)).toArray(Method[]::new);
        interruptible = new boolean[methods.length];
        int index = 0;
        for (List<Method> same : byText.values()) {
            for (Method one : same) {
                indices.put(one, index);
            }
            methods[index].trySetAccessible(); // the interface need not be public
            interruptible[index] = Arrays.stream(methods[index].getExceptionTypes())
                    .anyMatch(thrown -> thrown.isAssignableFrom(InterruptedException.class));
            index++;
        }
        CRC32C sum = new CRC32C();
        byText.keySet().forEach(text -> sum.update(text.getBytes(StandardCharsets.UTF_8)));
        signature = sum.getValue();
        hasEquals = byText.containsKey("equals[class java.lang.Object]");
        hasHashCode = byText.containsKey("hashCode[]");
    }

    /** The methods by names and parameters; an interface may inherit the same one several times. */
    private static Map<String, List<Method>> byText(Class<?> type) {
        Map<String, List<Method>> byText = new TreeMap<>();
        for (Method method : type.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                byText.computeIfAbsent(text(method), same -> new ArrayList<>()).add(method);
            }
        }
        return byText;
    }

    private static String text(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    static MethodTable of(Class<?> type) {
        return TABLES.get(type);
    }

    /** A number that differs, most likely, between two versions of the interface. */
    long signature() {
        return signature;
    }

    int size() {
        return methods.length;
    }

    /** @throws IndexOutOfBoundsException if there is no such method */
    Method method(int index) {
        return methods[index];
    }

    int indexOf(Method method) {
        return indices.get(method);
    }

    /** Whether a method says that it can be interrupted. */
    boolean isInterruptible(int index) {
        return interruptible[index];
    }

    /** Whether the interface declares {@code equals}, so that the objects are to be compared. */
    boolean hasEquals() {
        return hasEquals;
    }

    boolean hasHashCode() {
        return hasHashCode;
    }

    int indexOf(String name, Class<?>... parameters) {
        String wanted = name + Arrays.toString(parameters);
        for (int i = 0; i < methods.length; i++) {
            if (text(methods[i]).equals(wanted)) {
                return i;
            }
        }
        throw new IllegalArgumentException(wanted);
    }
}
