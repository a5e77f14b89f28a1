package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the one public method that a name on the command line means. Loads classes, but initializes none. */
final class MethodLookup {

    static final String METHOD = "::";

    private final Class<?> type;
    private final List<Method> methods;

    private MethodLookup(Class<?> type, List<Method> methods) {
        this.type = type;
        this.methods = methods;
    }

    private static MethodLookup ofPublic(Class<?> type) {
        return new MethodLookup(type, List.of(type.getMethods()));
    }

    /** @throws NoSuchTaskException if the name means no method, or several, with what is there instead */
    static TaskMethod of(String name, ClassLoader loader) throws NoSuchTaskException {
        int separator = name.indexOf(METHOD);
        try {
            if (separator >= 0) {
                Class<?> type = load(name.substring(0, separator), loader);
                return ofPublic(type).method(name.substring(separator + METHOD.length()));
            }
            if (!name.contains(".") && name.equals(name.toLowerCase(Locale.ROOT))) {
                throw TaskMessages.notBuiltIn(name);
            }
            return functionOf(load(name, loader));
        } catch (LinkageError e) {
            throw TaskMessages.notLinked(name, e);
        }
    }

    /** The method of a class that is a {@code TaskFunction}. */
    static TaskMethod functionOf(Class<?> type) throws NoSuchTaskException {
        return ofPublic(type).function();
    }

    /**
     * The method that a name means in a class whose source is at hand, which need not be public.
     *
     * @param text the name, with its parameter in parentheses where there are several
     */
    static TaskMethod ofSource(Class<?> type, String text) throws NoSuchTaskException {
        List<Method> visible = Arrays.stream(type.getDeclaredMethods())
                .filter(MethodLookup::isVisible)
                .toList();
        return new MethodLookup(type, visible).method(text);
    }

    /** Whether a method of a source can be meant: one that is written there, and not private. */
    static boolean isVisible(Method method) {
        return !method.isSynthetic() && !Modifier.isPrivate(method.getModifiers());
    }

    private static Class<?> load(String className, ClassLoader loader) throws NoSuchTaskException {
        try {
            return Class.forName(className, false, loader);
        } catch (ClassNotFoundException e) {
            if (className.contains(".")) {
                throw TaskMessages.noClass(className);
            }
        }
        try {
            return Class.forName("java.lang." + className, false, loader);
        } catch (ClassNotFoundException e) {
            throw TaskMessages.noClass(className);
        }
    }

    private TaskMethod function() throws NoSuchTaskException {
        if (!TaskFunction.class.isAssignableFrom(type)) {
            throw TaskMessages.noFunction(type);
        }
        requireInstances();
        List<Method> applies =
                named("apply").stream().filter(m -> m.getParameterCount() == 1).toList();
        if (applies.size() > 1) {
            throw TaskMessages.severalApplies(type, applies);
        }
        return new TaskMethod(type, applies.get(0));
    }

    /** @param text the name of a method, with its parameters in parentheses where there are several */
    private TaskMethod method(String text) throws NoSuchTaskException {
        int parameters = text.indexOf('(');
        String name = parameters < 0 ? text : text.substring(0, parameters);
        List<Method> named = named(name);
        List<Method> fitting = parameters < 0 ? simplest(named) : withSignature(text, named);
        if (fitting.size() > 1) {
            throw TaskMessages.severalMethods(type, name, fitting);
        }
        if (fitting.isEmpty()) {
            throw parameters >= 0 && !named.isEmpty()
                    ? TaskMessages.noSuchSignature(type, text, named)
                    : TaskMessages.noMethod(type, text, name, named);
        }
        TaskMethod method = new TaskMethod(type, fitting.get(0));
        if (method.needsObject()) {
            requireInstances();
        }
        return method;
    }

    /**
     * The methods of one parameter or, where there are none, the methods of the item itself or, where there are none of
     * them either, the methods of several parameters.
     */
    private List<Method> simplest(List<Method> named) {
        return Stream.<Predicate<Method>>of(
                        m -> m.getParameterCount() == 1,
                        m -> new TaskMethod(type, m).isOfItem(),
                        m -> m.getParameterCount() > 1)
                .map(kind -> named.stream().filter(kind).toList())
                .filter(methods -> !methods.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private List<Method> withSignature(String text, List<Method> named) {
        String wanted = text.replace(" ", "");
        return named.stream()
                .filter(m -> m.getParameterCount() > 0 || new TaskMethod(type, m).isOfItem())
                .filter(m -> TaskMessages.signature(m, Class::getSimpleName).equals(wanted)
                        || TaskMessages.signature(m, Class::getTypeName).equals(wanted))
                .toList();
    }

    /**
     * The public methods of a name, without bridges that the compiler made only to call another method of that name.
     */
    private List<Method> named(String name) {
        List<Method> all =
                methods.stream().filter(m -> m.getName().equals(name)).toList();
        return all.stream()
                .filter(m -> !m.isBridge() || isInherited(m) || all.stream().noneMatch(other -> isBehind(m, other)))
                .toList();
    }

    /** Whether a bridge is there only because the class that the method comes from is not public. */
    private static boolean isInherited(Method bridge) {
        for (Class<?> above = bridge.getDeclaringClass().getSuperclass();
                above != null;
                above = above.getSuperclass()) {
            try {
                Method method = above.getDeclaredMethod(bridge.getName(), bridge.getParameterTypes());
                return !Modifier.isPublic(above.getModifiers())
                        && !Modifier.isAbstract(method.getModifiers())
                        && method.getReturnType() == bridge.getReturnType();
            } catch (NoSuchMethodException e) {
                // The method comes from a class further up.
            }
        }
        return false;
    }

    private static boolean isBehind(Method bridge, Method other) {
        if (other.isBridge() || other.getParameterCount() != bridge.getParameterCount()) {
            return false;
        }
        Class<?>[] wide = bridge.getParameterTypes();
        Class<?>[] narrow = other.getParameterTypes();
        return IntStream.range(0, wide.length).allMatch(i -> wide[i].isAssignableFrom(narrow[i]));
    }

    private void requireInstances() throws NoSuchTaskException {
        if (Modifier.isAbstract(type.getModifiers())) {
            throw TaskMessages.noInstances(type);
        }
        try {
            type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw TaskMessages.noConstructor(type);
        }
    }
}
