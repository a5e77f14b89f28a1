package dev.procpool.tasks.source;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.Diagnostic;

/**
 * The class around an expression. The expression begins in a line of its own, and so does each type, so that places in
 * messages are places in what the user has written.
 *
 * @param expression the expression
 * @param types the types of its parameters
 * @param hasProcpool whether classes of procpool are imported
 * @param isStatement whether the function has no result
 */
record ExpressionSource(String expression, List<String> types, boolean hasProcpool, boolean isStatement) {

    static final String CLASS = "ProcpoolExpression";
    static final String FILE = CLASS + ".java";

    /** The imports that each expression has. */
    static final List<String> IMPORTS = List.of(
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.nio.charset.*",
            "java.nio.file.*",
            "java.security.*",
            "java.time.*",
            "java.util.*",
            "java.util.concurrent.*",
            "java.util.function.*",
            "java.util.regex.*",
            "java.util.stream.*",
            "static java.lang.Math.*");

    /** Where an expression does not compile without them: javac takes longer with them. */
    private static final List<String> PROCPOOL_IMPORTS =
            List.of("dev.procpool.*", "dev.procpool.task.*", "dev.procpool.tasks.*");

    private static final String CANNOT = "the expression does not compile: ";

    ExpressionSource withProcpool(boolean asStatement) {
        return new ExpressionSource(expression, types, true, asStatement);
    }

    String text() {
        String result = isStatement ? "" : "return ";
        return beforeTypes()
                + IntStream.range(0, types.size())
                        .mapToObj(i -> types.get(i) + "\np" + i)
                        .collect(Collectors.joining(",\n"))
                + beforeExpression()
                + expression
                + "\n;\n  public static Object " + Expression.METHOD + "("
                + IntStream.range(0, types.size())
                        .mapToObj(i -> types.get(i) + " p" + i)
                        .collect(Collectors.joining(", "))
                + ") throws Exception {\n    " + result + "FUNCTION.apply("
                + IntStream.range(0, types.size()).mapToObj(i -> "p" + i).collect(Collectors.joining(", "))
                + ");\n"
                + (isStatement ? "    return null;\n" : "")
                + "  }\n}\n";
    }

    private String beforeTypes() {
        StringBuilder text = new StringBuilder();
        IMPORTS.forEach(name -> text.append("import ").append(name).append(";\n"));
        if (hasProcpool) {
            PROCPOOL_IMPORTS.forEach(name -> text.append("import ").append(name).append(";\n"));
        }
        return text.append("public class ")
                .append(CLASS)
                .append(" {\n  public interface ProcpoolFunction {\n    ")
                .append(isStatement ? "void" : "Object")
                .append(" apply(\n")
                .toString();
    }

    private static String beforeExpression() {
        return ") throws Exception;\n  }\n  private static final ProcpoolFunction FUNCTION =\n";
    }

    /** Whether javac has refused the expression only because it has no value. */
    boolean isWithoutValue(List<? extends Diagnostic<?>> errors) {
        return errors.size() == 1 && errors.get(0).getMessage(Locale.ROOT).contains("void cannot be converted to");
    }

    /** The first error in what the user has written, the line that it is in, and a caret below the place. */
    String message(List<? extends Diagnostic<?>> errors) {
        for (Diagnostic<?> error : errors) {
            int type = typeAt(error.getLineNumber());
            if (type >= 0) {
                return "--type " + types.get(type) + ": " + reason(error);
            }
        }
        List<String> lines = expression.lines().toList();
        long before = linesOf(beforeTypes()) + 2L * types.size() + linesOf(beforeExpression()) - 1;
        for (Diagnostic<?> error : errors) {
            long line = error.getLineNumber() - before;
            if (line >= 1 && line <= lines.size()) {
                String shown = lines.get((int) line - 1).replace('\t', ' ');
                long column = Math.max(1, Math.min(error.getColumnNumber(), shown.length() + 1L));
                return CANNOT + reason(error) + "\n" + shown + "\n" + " ".repeat((int) column - 1) + "^";
            }
        }
        return CANNOT + reason(errors.get(0)) + "\n" + expression;
    }

    /** The index of the type in a line; negative if the line has none. */
    private int typeAt(long line) {
        long index = line - linesOf(beforeTypes()) - 1;
        return index >= 0 && index < 2L * types.size() ? (int) index / 2 : -1;
    }

    private static long linesOf(String text) {
        return text.lines().count();
    }

    private static String reason(Diagnostic<?> error) {
        return error.getMessage(Locale.ROOT)
                .lines()
                .filter(line -> !line.strip().startsWith("location: ") || !line.contains(CLASS))
                .collect(Collectors.joining("\n"));
    }
}
