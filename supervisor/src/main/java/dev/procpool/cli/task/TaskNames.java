package dev.procpool.cli.task;

import dev.procpool.task.TaskFunction;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Finds what a name on the command line means: built in, {@code Class::method}, or a class that is a TaskFunction. */
public final class TaskNames {

    private static final String METHOD = "::";

    private TaskNames() {}

    /**
     * Checks that a name is a task.
     *
     * @throws NoSuchTaskException if it is not, with what is there instead
     */
    public static void require(String name, ClassLoader loader) throws NoSuchTaskException {
        find(name, loader);
    }

    static TaskFunction<String, ?> find(String name, ClassLoader loader) throws NoSuchTaskException {
        Optional<BuiltInTask> builtIn = BuiltInTask.named(name);
        if (builtIn.isPresent()) {
            return builtIn.get().make();
        }
        int separator = name.indexOf(METHOD);
        return separator < 0
                ? function(name, loader)
                : method(load(name.substring(0, separator), loader), name.substring(separator + METHOD.length()));
    }

    private static Class<?> load(String className, ClassLoader loader) throws NoSuchTaskException {
        try {
            return Class.forName(className, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new NoSuchTaskException("class " + className + " is not on the class path (is --cp missing?)"
                    + (e instanceof LinkageError ? ": " + e : ""));
        }
    }

    private static TaskFunction<String, ?> function(String name, ClassLoader loader) throws NoSuchTaskException {
        if (!name.contains(".") && name.equals(name.toLowerCase(java.util.Locale.ROOT))) {
            String builtIns = Arrays.stream(BuiltInTask.values())
                    .map(BuiltInTask::taskName)
                    .collect(Collectors.joining(", "));
            throw new NoSuchTaskException("there is no task '" + name + "': built in are " + builtIns
                    + "; others are named Class::method, or by a class that implements TaskFunction");
        }
        Class<?> type = load(name, loader);
        if (!TaskFunction.class.isAssignableFrom(type)) {
            throw new NoSuchTaskException(
                    name + " does not implement dev.procpool.task.TaskFunction; a method of it is named " + name
                            + "::method");
        }
        List<Method> candidates = Arrays.stream(type.getMethods())
                .filter(m -> m.getName().equals("apply") && m.getParameterCount() == 1 && !m.isBridge())
                .toList();
        Object instance = instance(type);
        return call(candidates.get(0), instance);
    }

    /** @param text the name of a method, with its parameter in parentheses where there are several */
    private static TaskFunction<String, ?> method(Class<?> type, String text) throws NoSuchTaskException {
        int parameters = text.indexOf('(');
        String name = parameters < 0 ? text : text.substring(0, parameters);
        List<Method> named = Arrays.stream(type.getMethods())
                .filter(m -> m.getName().equals(name) && !m.isBridge())
                .toList();
        List<Method> fitting = parameters < 0
                ? named.stream().filter(m -> m.getParameterCount() == 1).toList()
                : named.stream()
                        .filter(m -> m.getParameterCount() == 1 || isOfItem(m))
                        .filter(m -> signature(m).equals(text.replace(" ", "")))
                        .toList();
        if (fitting.isEmpty() && parameters < 0) {
            fitting = named.stream().filter(TaskNames::isOfItem).toList();
        }
        if (fitting.size() == 1) {
            Method method = fitting.get(0);
            return isOfItem(method)
                    ? callOnItem(method, type)
                    : call(method, Modifier.isStatic(method.getModifiers()) ? null : instance(type));
        }
        if (fitting.size() > 1) {
            throw new NoSuchTaskException(type.getName() + " has several methods '" + name
                    + "' of one parameter; name one of these: " + signatures(fitting));
        }
        if (parameters >= 0 && !named.isEmpty()) {
            throw new NoSuchTaskException(
                    type.getName() + " has no method " + text + " of an item; there is " + signatures(named));
        }
        throw new NoSuchTaskException(
                named.isEmpty()
                        ? type.getName() + " has no public method '" + name + "'; it has "
                                + Arrays.stream(type.getMethods())
                                        .filter(m ->
                                                m.getParameterCount() == 1 && m.getDeclaringClass() != Object.class)
                                        .map(Method::getName)
                                        .distinct()
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                        : type.getName() + METHOD + text
                                + " must have one parameter, or be a method of the item without any; there is "
                                + signatures(named));
    }

    /** Whether the item is what it is a method of, as with {@code String::length}. */
    private static boolean isOfItem(Method method) {
        return method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers());
    }

    private static String signatures(List<Method> methods) {
        return methods.stream().map(TaskNames::signature).sorted().collect(Collectors.joining(", "));
    }

    private static String signature(Method method) {
        return method.getName() + "("
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(","))
                + ")";
    }

    private static Object instance(Class<?> type) throws NoSuchTaskException {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw new NoSuchTaskException("the constructor of " + type.getName() + " threw " + e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new NoSuchTaskException(type.getName() + " needs a constructor without parameters");
        }
    }

    private static TaskFunction<String, ?> call(Method method, Object instance) {
        method.setAccessible(true);
        Function<String, Object> item = converterTo(method.getParameterTypes()[0]);
        return text -> invoke(method, instance, item.apply(text));
    }

    private static TaskFunction<String, ?> callOnItem(Method method, Class<?> type) {
        method.setAccessible(true);
        Function<String, Object> item = converterTo(type);
        return text -> invoke(method, item.apply(text));
    }

    private static Object invoke(Method method, Object instance, Object... arguments) throws Exception {
        try {
            return method.invoke(instance, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw (Error) e.getCause();
        }
    }

    /** Converts with picocli's converters, as if the text were a parameter of that type. For one thread at a time. */
    static Function<String, Object> converterTo(Class<?> type) {
        if (type == String.class || type == Object.class || type == CharSequence.class) {
            return text -> text;
        }
        PositionalParamSpec parameter =
                PositionalParamSpec.builder().index("0").arity("1").type(type).build();
        CommandLine converter = new CommandLine(CommandSpec.create().addPositional(parameter));
        converter.setCaseInsensitiveEnumValuesAllowed(true);
        converter.setExpandAtFiles(false);
        converter.setUnmatchedOptionsArePositionalParams(true);
        return text -> {
            try {
                return converter.parseArgs("--", text).matchedPositionalValue(0, null);
            } catch (CommandLine.ParameterException e) {
                throw new UnusableItemException("'" + text + "' cannot be converted to " + type.getSimpleName(), null);
            }
        };
    }
}
