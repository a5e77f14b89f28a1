package dev.procpool.protocol.codec.oracle;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Instances of classes, made by their constructors and static factories; the arguments are literals, and instances
 * that were made before. Rounds follow each other for as long as they make something new.
 */
final class Zoo {

    private static final int MOST_OF_A_CLASS = 6;
    private static final int ROUNDS = 3;

    /** They end, block or change this JVM, or print. */
    private static final Set<String> NOT_CALLED = Set.of("java.lang.Thread", "java.lang.System", "java.lang.Runtime");

    private final Literals literals = new Literals();
    private final Map<Class<?>, List<Object>> made = new LinkedHashMap<>();

    Zoo() {
        literals.instances().forEach(this::keep);
    }

    /** Makes what can be made of these classes. */
    void fill(Collection<Class<?>> classes) {
        for (Class<?> holder : Literals.FACTORIES) {
            factories(holder);
        }
        int before = -1;
        for (int round = 0; round < ROUNDS && before != made.size(); round++) {
            before = made.size();
            for (Class<?> type : classes) {
                if (of(type).size() < MOST_OF_A_CLASS) {
                    make(type);
                }
            }
        }
    }

    List<Object> of(Class<?> type) {
        return made.getOrDefault(type, List.of());
    }

    private void keep(Object object) {
        List<Object> same = made.computeIfAbsent(object.getClass(), type -> new ArrayList<>());
        if (same.size() < MOST_OF_A_CLASS) {
            same.add(object);
        }
    }

    private void make(Class<?> type) {
        boolean open = Modifier.isPublic(type.getModifiers());
        Constructor<?>[] constructors = open ? type.getConstructors() : type.getDeclaredConstructors();
        Arrays.sort(
                constructors,
                Comparator.comparing(Executable::getParameterCount).thenComparing(c -> c.toString()));
        for (Constructor<?> constructor : constructors) {
            call(constructor, arguments -> constructor.newInstance(arguments));
        }
        factories(type);
    }

    private void factories(Class<?> holder) {
        if (NOT_CALLED.contains(holder.getName())) {
            return;
        }
        Method[] methods = holder.getDeclaredMethods();
        Arrays.sort(methods, Comparator.comparing(Method::toString));
        for (Method method : methods) {
            if (Modifier.isStatic(method.getModifiers())
                    && Modifier.isPublic(method.getModifiers())
                    && !method.getReturnType().isPrimitive()) {
                call(method, arguments -> method.invoke(null, arguments));
            }
        }
    }

    private interface Call {
        Object with(Object[] arguments) throws ReflectiveOperationException;
    }

    private void call(Executable executable, Call call) {
        Class<?>[] types = executable.getParameterTypes();
        RuntimeImage.open(executable.getDeclaringClass());
        executable.setAccessible(true);
        for (int attempt = 0; attempt < Literals.ATTEMPTS; attempt++) {
            Object[] arguments = new Object[types.length];
            for (int i = 0; i < types.length; i++) {
                arguments[i] = argument(types[i], attempt);
            }
            try {
                Object object = call.with(arguments);
                if (object != null) {
                    keep(filled(object));
                    return;
                }
            } catch (InvocationTargetException e) {
                // These arguments will not do; others may.
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                return;
            }
            if (types.length == 0) {
                return;
            }
        }
    }

    private Object argument(Class<?> type, int attempt) {
        Object literal = literals.of(type, attempt);
        if (literal != null) {
            return literal;
        }
        List<Object> exact = of(type);
        if (!exact.isEmpty()) {
            return exact.get(attempt % exact.size());
        }
        List<Object> fitting = new ArrayList<>();
        made.forEach((made, instances) -> {
            if (type.isAssignableFrom(made) && fitting.size() < Literals.ATTEMPTS) {
                fitting.add(instances.get(0));
            }
        });
        return fitting.isEmpty() ? null : fitting.get(attempt % fitting.size());
    }

    /** A collection that takes them gets some elements. */
    @SuppressWarnings("unchecked")
    private static Object filled(Object object) {
        for (Object element : List.of("b", "A", "c", 3, Thread.State.NEW, Thread.State.BLOCKED)) {
            try {
                if (object instanceof Map<?, ?> map && map.size() < 3) {
                    ((Map<Object, Object>) map).put(element, element);
                } else if (object instanceof Collection<?> collection && collection.size() < 3) {
                    ((Collection<Object>) collection).add(element);
                }
            } catch (RuntimeException | InternalError e) {
                // This collection does not take it.
            }
        }
        return object;
    }
}
