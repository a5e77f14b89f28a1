package dev.procpool.tasks.source;

import dev.procpool.task.TaskFunction;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * An expression whose value is a function, such as {@code x -> x * x} or {@code Math::sqrt}, and the type of its
 * argument. It may use what {@link #IMPORTS} names without a package. Immutable.
 *
 * @param text the expression, of one or several lines
 * @param type the type of the argument: a primitive type, or a class
 */
public record Expression(String text, String type) {

    /** The imports that an expression has. */
    public static final List<String> IMPORTS = List.of(
            "dev.procpool.task.*",
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.nio.charset.*",
            "java.nio.file.*",
            "java.security.*",
            "java.time.*",
            "java.util.*",
            "java.util.function.*",
            "java.util.regex.*",
            "java.util.stream.*",
            "static java.lang.Math.*");

    private static final String CLASS_NAME = "ProcpoolExpression";

    private static final Map<String, String> BOXED = Map.of(
            "boolean", "Boolean",
            "byte", "Byte",
            "char", "Character",
            "double", "Double",
            "float", "Float",
            "int", "Integer",
            "long", "Long",
            "short", "Short");

    /**
     * Compiles the expression.
     *
     * @param parent finds the classes that the expression may name
     * @param classPath where the compiler finds them
     * @throws ExpressionException if javac refuses it, with javac's message and a caret below the place; or if this
     *     Java has no compiler
     */
    public TaskFunction<Object, Object> compile(ClassLoader parent, String classPath) throws ExpressionException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new ExpressionException(
                    "this Java has no compiler (the module jdk.compiler is missing): expressions need a JDK");
        }
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        MemoryClasses classes = new MemoryClasses();
        JavaFileManager files = classes.manager(compiler.getStandardFileManager(said, Locale.ROOT, null));
        List<String> options = List.of("-proc:none", "-Xlint:none", "-cp", classPath);
        boolean compiled = compiler.getTask(null, files, said, options, null, List.of(new Source(source())))
                .call();
        if (!compiled) {
            throw new ExpressionException(message(said.getDiagnostics()));
        }
        return function(classes.loader(parent));
    }

    @SuppressWarnings("unchecked")
    private static TaskFunction<Object, Object> function(ClassLoader loader) {
        try {
            return (TaskFunction<Object, Object>) Class.forName(CLASS_NAME, true, loader)
                    .getMethod("function")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the class of an expression cannot be used", e);
        }
    }

    private String before() {
        StringBuilder source = new StringBuilder();
        IMPORTS.forEach(name -> source.append("import ").append(name).append(";\n"));
        return source.append("public class ")
                .append(CLASS_NAME)
                .append(" {\n    public static TaskFunction<")
                .append(BOXED.getOrDefault(type, type))
                .append(", Object> function() {\n        return\n")
                .toString();
    }

    /** The expression begins in a line of its own, so that places in messages are places in the expression. */
    private String source() {
        return before() + text + "\n;\n    }\n}\n";
    }

    /** The first error, the line of the expression that it is in, and a caret below the place. */
    private String message(List<Diagnostic<? extends JavaFileObject>> all) {
        Diagnostic<? extends JavaFileObject> first = all.stream()
                .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                .findFirst()
                .orElseThrow();
        String reason = first.getMessage(Locale.ROOT);
        long line = first.getLineNumber() - before().lines().count();
        List<String> lines = text.lines().toList();
        if (line < 1 || line > lines.size()) {
            return "the expression does not compile: " + reason + "\n" + text;
        }
        String shown = lines.get((int) line - 1).replace('\t', ' ');
        long column = Math.max(1, Math.min(first.getColumnNumber(), shown.length() + 1L));
        return "the expression does not compile: " + reason + "\n" + shown + "\n" + " ".repeat((int) column - 1) + "^";
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String text) {
            super(URI.create("memory:///" + CLASS_NAME + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
