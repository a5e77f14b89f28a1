package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Functions that are typed into JShell, which has its classes in memory, and its variables in static fields. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ShellIT {

    private static final List<String> SCRIPT = List.of(
            "import dev.procpool.*; import dev.procpool.task.*; import java.util.*;",
            "Pool pool = Pool.open(1);",
            "int k = 5;",
            "int twice(int x) { return 2 * x + k; }",
            "record Point(int x, int y) { int sum() { return x + y + k; } }",
            "enum Side { LEFT { int of(int x) { return -x; } }, RIGHT; int of(int x) { return x; } }",
            "interface Shape { int area(); }",
            "record Square(int side) implements Shape { public int area() { return side * side + k; } }");

    /** An expression, and its value while {@code k} is 5. */
    private record Case(String expression, String value) {}

    private static final List<Case> CASES = List.of(
            new Case("pool.apply((Integer x) -> x + k, 1)", "6"),
            new Case("pool.map((Integer x) -> twice(x), List.of(1, 2))", "[7, 9]"),
            new Case("pool.apply((Integer x) -> new Point(x, 2), 1)", "Point[x=1, y=2]"),
            new Case("pool.apply((Point p) -> p.sum(), new Point(1, 2))", "8"),
            new Case("pool.apply((Shape s) -> s.area(), new Square(3))", "14"),
            new Case("pool.apply(() -> Side.LEFT.of(3))", "-3"),
            new Case("pool.apply((Integer x) -> x * x, 7)", "49"));

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    /** A shell with procpool on the class path that {@code jshell --class-path} sets. */
    private JShell shell() {
        JShell shell = JShell.builder()
                .out(new PrintStream(output, true, StandardCharsets.UTF_8))
                .err(new PrintStream(output, true, StandardCharsets.UTF_8))
                .build();
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .forEach(shell::addToClasspath);
        SCRIPT.forEach(line -> eval(shell, line));
        return shell;
    }

    /** The value of the last snippet in {@code text}; what it threw if it threw. */
    private static String eval(JShell shell, String text) {
        String value = null;
        String rest = text;
        while (!rest.isBlank()) {
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            for (SnippetEvent event : shell.eval(next.source())) {
                assertThat(event.status()).as(next.source()).isNotEqualTo(Snippet.Status.REJECTED);
                if (event.causeSnippet() == null) {
                    value = event.exception() instanceof EvalException thrown
                            ? thrown.getExceptionClassName() + ": " + thrown.getMessage()
                            : event.value();
                }
            }
            rest = next.remaining();
        }
        return value;
    }

    private static void assertCases(JShell shell) {
        for (Case one : CASES) {
            assertThat(eval(shell, one.expression())).as(one.expression()).isEqualTo(one.value());
        }
    }

    @Test
    void functionsHaveMethodsRecordsAndVariables() {
        try (JShell shell = shell()) {
            assertCases(shell);

            eval(shell, "ProcessHandle.of(pool.workers().get(0).pid()).get().destroyForcibly();");

            assertCases(shell);
            eval(shell, "pool.close();");
        }
    }

    @Test
    void variablesAndMethodsAreThoseOfTheCall() {
        try (JShell shell = shell()) {
            assertThat(eval(shell, "pool.apply((Integer x) -> twice(x), 1)")).isEqualTo("7");

            eval(shell, "k = 100;");

            assertThat(eval(shell, "pool.apply((Integer x) -> twice(x), 1)")).isEqualTo("102");

            eval(shell, "int twice(int x) { return 3 * x; }");

            assertThat(eval(shell, "pool.apply((Integer x) -> twice(x), 1)")).isEqualTo("3");
            eval(shell, "pool.close();");
        }
    }

    @Test
    void aVariableMayHoldASharedValueOrACounter() {
        try (JShell shell = shell()) {
            eval(shell, "Shared<List<String>> names = pool.share(List.of(\"zero\", \"one\"));");
            eval(shell, "SharedLong counter = SharedLong.of(1);");

            for (int call = 0; call < 2; call++) {
                assertThat(eval(shell, "pool.map((Integer x) -> names.get().get(x), List.of(1, 0))"))
                        .isEqualTo("[one, zero]");
            }
            eval(shell, "ProcessHandle.of(pool.workers().get(0).pid()).get().destroyForcibly();");
            assertThat(eval(shell, "pool.map((Integer x) -> names.get().get(x), List.of(1, 0))"))
                    .isEqualTo("[one, zero]");
            assertThat(eval(shell, "pool.apply((Long x) -> counter.addAndGet(x), 2L)"))
                    .isEqualTo("3");

            eval(shell, "counter.close(); pool.close();");
        }
    }

    @Test
    void aVariableThatCannotTravelIsNamedAndAWriteIsWarnedOf() {
        try (JShell shell = shell()) {
            assertThat(eval(shell, "pool.apply((Integer x) -> pool.workers().size(), 1)"))
                    .startsWith("dev.procpool.ArgumentSerializationException")
                    .contains("the variable pool of JShell, which cannot be sent");
            assertThat(eval(shell, "pool.apply((Integer x) -> k++ + x, 1)")).isEqualTo("6");
            assertThat(eval(shell, "k")).isEqualTo("5");
            eval(shell, "pool.close();");
        }
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("writes to the variable k of JShell");
    }
}
