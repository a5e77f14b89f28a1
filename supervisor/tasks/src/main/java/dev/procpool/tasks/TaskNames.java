package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.MissingTypeConverterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Finds what a name on the command line means: built in, {@code Class::method}, or a class that is a TaskFunction. */
public final class TaskNames {

    private static final String METHOD = "::";

    private TaskNames() {}

    /**
     * What a name means.
     *
     * @param item what an item has to be converted to
     * @param maker makes the task; code of the user runs then, and not before
     */
    private record Found(Class<?> item, Maker maker) {}

    private interface Maker {
        TaskFunction<String, ?> make() throws NoSuchTaskException;
    }

    /**
     * Checks that a name is a task, without running anything of it.
     *
     * @throws NoSuchTaskException if it is not, with what is there instead
     */
    public static void require(String name, ClassLoader loader) throws NoSuchTaskException {
        Class<?> item = lookUp(name, loader).item();
        if (!isConvertible(item)) {
            throw new NoSuchTaskException("items are text, which cannot be converted to " + item.getName()
                    + ", as the method of " + name.split(METHOD)[0] + " would need");
        }
    }

    static TaskFunction<String, ?> find(String name, ClassLoader loader) throws NoSuchTaskException {
        return lookUp(name, loader).maker().make();
    }

    private static Found lookUp(String name, ClassLoader loader) throws NoSuchTaskException {
        Optional<BuiltInTask> builtIn = BuiltInTask.named(name);
        if (builtIn.isPresent()) {
            return new Found(String.class, builtIn.get()::make);
        }
        int separator = name.indexOf(METHOD);
        try {
            return separator < 0
                    ? function(name, loader)
                    : method(load(name.substring(0, separator), loader), name.substring(separator + METHOD.length()));
        } catch (LinkageError e) {
            throw new NoSuchTaskException(name + " needs a class that is not on the class path, or cannot be loaded"
                    + " (is --cp complete?): " + e);
        }
    }

    private static Class<?> load(String className, ClassLoader loader) throws NoSuchTaskException {
        try {
            return Class.forName(className, false, loader);
        } catch (ClassNotFoundException e) {
            throw new NoSuchTaskException("class " + className + " is not on the class path (is --cp missing?)");
        }
    }

    private static Found function(String name, ClassLoader loader) throws NoSuchTaskException {
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
        requireInstances(type);
        List<Method> applies = named("apply", type).stream()
                .filter(m -> m.getParameterCount() == 1)
                .toList();
        if (applies.size() > 1) {
            throw new NoSuchTaskException(name + " has several methods 'apply'; name one as " + name + METHOD
                    + "apply(…): " + signatures(applies));
        }
        Method apply = applies.get(0);
        return new Found(apply.getParameterTypes()[0], () -> call(apply, instance(type)));
    }

    /** The public methods of a name, without those that the compiler made only to call another one of them. */
    private static List<Method> named(String name, Class<?> type) {
        List<Method> all = Arrays.stream(type.getMethods())
                .filter(m -> m.getName().equals(name))
                .toList();
        return all.stream()
                .filter(m -> !m.isBridge() || isInherited(m) || all.stream().noneMatch(other -> isBehind(m, other)))
                .toList();
    }

    /** Whether a bridge is there only because the class that the method comes from is not public. */
    private static boolean isInherited(Method bridge) {
        for (Class<?> type = bridge.getDeclaringClass().getSuperclass(); type != null; type = type.getSuperclass()) {
            try {
                Method above = type.getDeclaredMethod(bridge.getName(), bridge.getParameterTypes());
                return !Modifier.isPublic(type.getModifiers())
                        && !Modifier.isAbstract(above.getModifiers())
                        && above.getReturnType() == bridge.getReturnType();
            } catch (NoSuchMethodException e) {
                // further up
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

    /** @param text the name of a method, with its parameter in parentheses where there are several */
    private static Found method(Class<?> type, String text) throws NoSuchTaskException {
        int parameters = text.indexOf('(');
        String name = parameters < 0 ? text : text.substring(0, parameters);
        List<Method> named = named(name, type);
        List<Method> fitting = parameters < 0
                ? named.stream().filter(m -> m.getParameterCount() == 1).toList()
                : named.stream()
                        .filter(m -> m.getParameterCount() == 1 || isOfItem(m))
                        .filter(m -> List.of(signature(m, Class::getSimpleName), signature(m, Class::getTypeName))
                                .contains(text.replace(" ", "")))
                        .toList();
        if (fitting.isEmpty() && parameters < 0) {
            fitting = named.stream().filter(TaskNames::isOfItem).toList();
        }
        if (fitting.size() == 1) {
            Method method = fitting.get(0);
            if (isOfItem(method)) {
                return new Found(type, () -> callOnItem(method, type));
            }
            boolean isStatic = Modifier.isStatic(method.getModifiers());
            if (!isStatic) {
                requireInstances(type);
            }
            return new Found(method.getParameterTypes()[0], () -> call(method, isStatic ? null : instance(type)));
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

    /** By the simple names of their parameters, unless two would look alike. */
    private static String signatures(List<Method> methods) {
        Set<String> simple = methods.stream()
                .map(m -> signature(m, Class::getSimpleName))
                .collect(Collectors.toCollection(TreeSet::new));
        return simple.size() == methods.size()
                ? String.join(", ", simple)
                : methods.stream()
                        .map(m -> signature(m, Class::getTypeName))
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static String signature(Method method, Function<Class<?>, String> nameOf) {
        return method.getName() + "("
                + Arrays.stream(method.getParameterTypes()).map(nameOf).collect(Collectors.joining(","))
                + ")";
    }

    private static void requireInstances(Class<?> type) throws NoSuchTaskException {
        if (Modifier.isAbstract(type.getModifiers())) {
            throw new NoSuchTaskException(type.getName()
                    + (type.isInterface() ? " is an interface" : " is abstract")
                    + ": a method that is not static needs an object");
        }
        try {
            type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw new NoSuchTaskException(type.getName() + " needs a constructor without parameters");
        }
    }

    private static Object instance(Class<?> type) throws NoSuchTaskException {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw new NoSuchTaskException("the constructor of " + type.getName() + " threw " + e.getCause());
        } catch (ExceptionInInitializerError e) {
            throw new NoSuchTaskException("the static initializer of " + type.getName() + " threw " + e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new NoSuchTaskException("an object of " + type.getName() + " cannot be made: " + e);
        }
    }

    private static void open(Method method) throws NoSuchTaskException {
        try {
            method.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw new NoSuchTaskException(e.getMessage()); // it names the module, and what it does not open
        }
    }

    /** There are converters for types of the JDK only. To try one of the user would run code of the user. */
    private static boolean isConvertible(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        ClassLoader loader = element.getClassLoader();
        if (element.isEnum() || loader != null && loader != ClassLoader.getPlatformClassLoader()) {
            return element.isEnum();
        }
        try {
            converterTo(type).apply("");
        } catch (NoConverterException e) {
            return false;
        } catch (UnusableItemException e) {
            // others may be usable
        }
        return true;
    }

    private static TaskFunction<String, ?> call(Method method, Object instance) throws NoSuchTaskException {
        open(method);
        Function<String, Object> item = converterTo(method.getParameterTypes()[0]);
        return text -> invoke(method, instance, item.apply(text));
    }

    private static TaskFunction<String, ?> callOnItem(Method method, Class<?> type) throws NoSuchTaskException {
        open(method);
        Function<String, Object> item = converterTo(type);
        return text -> invoke(method, item.apply(text));
    }

    private static Object invoke(Method method, Object instance, Object... arguments) throws Exception {
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
            } catch (MissingTypeConverterException e) {
                throw new NoConverterException(e);
            } catch (CommandLine.ParameterException e) {
                throw new UnusableItemException(
                        "'" + OneLine.briefly(text) + "' cannot be converted to " + type.getSimpleName(), null);
            }
        };
    }

    /** No text can be converted to a type. */
    private static final class NoConverterException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        NoConverterException(Throwable cause) {
            super(cause);
        }
    }
}
