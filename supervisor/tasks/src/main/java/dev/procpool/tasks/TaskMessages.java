package dev.procpool.tasks;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The reasons why a name is no task, in words that say what is there instead. */
final class TaskMessages {

    private TaskMessages() {}

    static NoSuchTaskException notBuiltIn(String name) {
        List<String> builtIns =
                Arrays.stream(BuiltInTask.values()).map(BuiltInTask::taskName).toList();
        String hint = name.startsWith("lambda ")
                ? ": in Java, a lambda is written as 'x -> x * x'"
                : Spelling.didYouMean(name, builtIns);
        String others = ": built in are " + String.join(", ", builtIns)
                + "; others are an expression such as 'x -> x * x', Class::method, Foo.java,"
                + " or a class that implements TaskFunction";
        return new NoSuchTaskException("there is no task '" + name + "'" + (hint.isEmpty() ? others : hint));
    }

    static NoSuchTaskException noClass(String className) {
        int dot = className.lastIndexOf('.');
        boolean mayBeMethod = className.matches("(.*\\.)?\\p{Lu}\\w*\\.\\p{Ll}\\w*");
        String hint = mayBeMethod
                ? "; if " + className.substring(dot + 1) + " is a method, write " + className.substring(0, dot)
                        + MethodLookup.METHOD + className.substring(dot + 1)
                : "";
        return new NoSuchTaskException("class " + className + " is not on the class path (is --cp missing?)" + hint);
    }

    static NoSuchTaskException notLinked(String name, LinkageError e) {
        return new NoSuchTaskException(name + " needs a class that is not on the class path, or cannot be loaded"
                + " (is --cp complete?): " + e);
    }

    static NoSuchTaskException noFunction(Class<?> type) {
        return new NoSuchTaskException(type.getName()
                + " does not implement dev.procpool.task.TaskFunction; a method of it is named " + type.getName()
                + "::method");
    }

    static NoSuchTaskException severalApplies(Class<?> type, List<Method> applies) {
        return new NoSuchTaskException(type.getName() + " has several methods 'apply'; name one as " + type.getName()
                + "::apply(…): " + signatures(applies));
    }

    static NoSuchTaskException severalMethods(Class<?> type, String name, List<Method> fitting) {
        return new NoSuchTaskException(type.getName() + " has several methods '" + name
                + (fitting.get(0).getParameterCount() == 1 ? "' of one parameter" : "'") + "; name one of these: "
                + signatures(fitting));
    }

    static NoSuchTaskException noSuchSignature(Class<?> type, String text, List<Method> named) {
        return new NoSuchTaskException(
                type.getName() + " has no method " + text + " of an item; there is " + signatures(named));
    }

    /** @param named the methods of that name, none of which takes an item */
    static NoSuchTaskException noMethod(Class<?> type, String text, String name, List<Method> named) {
        return new NoSuchTaskException(
                named.isEmpty()
                        ? type.getName() + " has no public method '" + name + "'" + otherNames(name, type)
                        : type.getName() + "::" + text
                                + " must have a parameter, or be a method of the item without any; there is "
                                + signatures(named));
    }

    private static String otherNames(String name, Class<?> type) {
        List<String> names = Arrays.stream(type.getMethods())
                .filter(m -> m.getParameterCount() == 1 && m.getDeclaringClass() != Object.class)
                .map(Method::getName)
                .distinct()
                .sorted()
                .toList();
        String hint = Spelling.didYouMean(name, names);
        return hint.isEmpty() ? "; it has " + String.join(", ", names) : hint;
    }

    static NoSuchTaskException noInstances(Class<?> type) {
        return new NoSuchTaskException(type.getName()
                + (type.isInterface() ? " is an interface" : " is abstract")
                + ": a method that is not static needs an object");
    }

    static NoSuchTaskException noConstructor(Class<?> type) {
        return new NoSuchTaskException(type.getName() + " needs a constructor without parameters");
    }

    static NoSuchTaskException noObject(Class<?> type, Exception e) {
        return new NoSuchTaskException("an object of " + type.getName() + " cannot be made: " + e);
    }

    /** @param code the code of the class that threw: its constructor or its static initializer */
    static NoSuchTaskException thrownBy(String code, Class<?> type, Throwable thrown) {
        return new NoSuchTaskException("the " + code + " of " + type.getName() + " threw " + thrown);
    }

    static NoSuchTaskException notConvertible(String name, Class<?> item) {
        return new NoSuchTaskException(
                "items are text, which cannot be converted to " + item.getName() + ", as " + name + " would need");
    }

    /** Signatures with the simple names of parameter types, unless two would look alike. */
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

    static String signature(Method method, Function<Class<?>, String> nameOf) {
        return method.getName() + "("
                + Arrays.stream(method.getParameterTypes()).map(nameOf).collect(Collectors.joining(","))
                + ")";
    }
}
