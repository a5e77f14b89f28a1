package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds the method of a source file that runs items. Initializes no class.
 *
 * @param source the name of the file, for messages
 * @param classes the classes of the file, the main class first
 */
record SourceMethods(String source, List<Class<?>> classes) {

    private static final String MAIN = "main";

    /**
     * The method of a name, of the main class or, else, of the first class that has it.
     *
     * @param text the name, with its parameters in parentheses where there are several
     */
    TaskMethod named(String text) throws NoSuchTaskException {
        String name = text.contains("(") ? text.substring(0, text.indexOf('(')) : text;
        for (Class<?> type : classes) {
            if (Arrays.stream(type.getDeclaredMethods())
                    .anyMatch(m -> m.getName().equals(name))) {
                return MethodLookup.ofSource(type, text);
            }
        }
        throw new NoSuchTaskException(source + " has no method '" + name + "'" + methodsThere());
    }

    /** The only function or, else, the only method of an item, static if there are static ones. */
    TaskMethod only() throws NoSuchTaskException {
        List<Class<?>> functions = classes.stream()
                .filter(TaskFunction.class::isAssignableFrom)
                .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                .toList();
        if (functions.size() == 1) {
            return MethodLookup.functionOf(functions.get(0));
        }
        if (functions.size() > 1) {
            throw new NoSuchTaskException(source + " has several classes that implement TaskFunction ("
                    + functions.stream().map(Class::getSimpleName).sorted().collect(Collectors.joining(", "))
                    + "), where one is needed");
        }
        List<Method> methods = candidates();
        if (methods.size() == 1) {
            return new TaskMethod(methods.get(0).getDeclaringClass(), methods.get(0));
        }
        throw new NoSuchTaskException(source
                + (methods.isEmpty()
                        ? " has no method that takes an item, and no class that implements TaskFunction"
                        : " has several methods that take an item; name one" + methodsThere()));
    }

    private String methodsThere() {
        List<Method> methods = candidates();
        return methods.isEmpty()
                ? ""
                : ": "
                        + methods.stream()
                                .map(m ->
                                        source + MethodLookup.METHOD + TaskMessages.signature(m, Class::getSimpleName))
                                .sorted()
                                .collect(Collectors.joining(", "));
    }

    /** The methods that can be meant without a name. */
    private List<Method> candidates() {
        for (Class<?> type : classes) {
            if (!type.isMemberClass()) {
                List<Method> all = Arrays.stream(type.getDeclaredMethods())
                        .filter(m -> MethodLookup.isVisible(m) && !m.getName().equals(MAIN))
                        .filter(m -> m.getParameterCount() > 0)
                        .toList();
                List<Method> chosen = preferred(
                        preferred(
                                preferred(all, m -> Modifier.isStatic(m.getModifiers())),
                                m -> m.getParameterCount() == 1),
                        m -> Modifier.isPublic(m.getModifiers()));
                if (!chosen.isEmpty()) {
                    return chosen;
                }
            }
        }
        return List.of();
    }

    private static List<Method> preferred(List<Method> all, Predicate<Method> better) {
        List<Method> chosen = all.stream().filter(better).toList();
        return chosen.isEmpty() ? all : chosen;
    }
}
