package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.cli.CommandLineProgram.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions and source files as tasks of the command line. */
@Tag("jdk")
class CliSourceIT {

    private static final String SOURCE = """
            import java.util.*;

            public class Foo {
                enum Kind { EVEN, ODD }
                record Size(String text, int length, Kind kind) {}

                public static void main(String[] arguments) {}

                static Size size(String text) {
                    return new Size(text, Helper.length(text), Kind.values()[text.length() % 2]);
                }

                static int next(Kind kind) { return kind.ordinal() + 1; }
            }

            class Helper { static int length(String text) { return text.length(); } }
            """;

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private Path file(String name, String text) throws Exception {
        return Files.writeString(program.directory().resolve(name), text);
    }

    @Test
    void anExpressionRunsOverItems() throws Exception {
        assertThat(program.run("1\n2\n3\n", "run", "x -> x * x", "--type", "int")
                        .lines())
                .containsExactly("1", "4", "9");
        assertThat(program.run("", "run", "(int a, int b) -> a * b", ":::", "2", "3", ":::", "10", "100")
                        .lines())
                .containsExactly("20", "200", "30", "300");
        assertThat(program.run("", "run", "s -> Map.of(\"length\", s.length())", "--json", ":::", "abc")
                        .out())
                .contains("\"value\":{\"length\":3}");
    }

    @Test
    void aWorkerThatDiesInAnExpressionIsReplacedWithTheClass() throws Exception {
        String halting = "x -> { if (x == 2) Runtime.getRuntime().halt(7); return x * x; }";

        Ended ended = program.run("1\n2\n3\n4\n", "run", halting, "--type", "int", "-j", "1");

        assertThat(ended.lines()).containsExactly("1", "9", "16");
        assertThat(ended.err()).contains("procpool: item 1 (2)").contains("exited with code 7");
        assertThat(ended.exit()).isEqualTo(3);
    }

    @Test
    void aMethodReferenceMayBeAnExpression() throws Exception {
        assertThat(program.run("", "run", "String::toUpperCase", ":::", "abc").lines())
                .containsExactly("ABC");
        assertThat(program.run("", "run", "Math::sqrt", "--type", "double", ":::", "9")
                        .lines())
                .containsExactly("3.0");
        Ended typo = program.run("", "run", "Nothing::here", ":::", "1");
        assertThat(typo.exit()).isEqualTo(2);
        assertThat(typo.err()).contains("class Nothing is not on the class path");
    }

    @Test
    void mistakesInAnExpressionAreShownWithACaretAndExitWithTwo() throws Exception {
        Ended unknown = program.run("", "run", "x -> x * y", "--type", "int", ":::", "1");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err())
                .contains("procpool: the expression does not compile: cannot find symbol")
                .contains("\nx -> x * y\n         ^\n");

        Ended typed = program.run("", "run", "square", "--type", "int", ":::", "1");
        assertThat(typed.exit()).isEqualTo(2);
        assertThat(typed.err()).contains("--type is for expressions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.se", "java.logging,java.management,java.naming"})
    void aJavaWithoutCompilerSaysSoInOneLine(String modules) throws Exception {
        ProcessBuilder command = program.command("run", "x -> x * x", "--type", "int", ":::", "1");
        command.command().add(1, "--limit-modules=jdk.unsupported,jdk.jfr,jdk.management," + modules);

        Ended ended = program.end(command, new byte[0]);

        assertThat(ended.exit()).isEqualTo(ExitCodes.USAGE);
        assertThat(ended.err())
                .isEqualTo("procpool: expressions and source files need a JDK: this Java has no compiler"
                        + " (the module jdk.compiler is missing)\nTry 'procpool run --help'.\n");
    }

    @Test
    void aSourceFileRunsOverItems() throws Exception {
        String foo = file("Foo.java", SOURCE).toString();

        assertThat(program.run("", "run", foo + "::size", ":::", "ab", "abc").lines())
                .containsExactly("Size[text=ab, length=2, kind=EVEN]", "Size[text=abc, length=3, kind=ODD]");
        assertThat(program.run("", "run", foo + "::next", ":::", "odd").lines()).containsExactly("2");
        Ended several = program.run("", "run", foo, ":::", "a");
        assertThat(several.exit()).isEqualTo(2);
        assertThat(several.err()).contains("::size(String)").contains("::next(Kind)");
    }

    @Test
    void aCompactSourceFileRunsWhereTheJdkKnowsThem() throws Exception {
        String compact = file("Compact.java", "void main() {}\nint twice(int x) { return 2 * x; }\n")
                .toString();

        Ended ended = program.run("", "run", compact, ":::", "4");

        if (Runtime.version().feature() >= 25) {
            assertThat(ended.lines()).as(ended.err()).containsExactly("8");
        } else {
            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err()).contains(compact + ":1: error:");
        }
    }

    @Test
    void mistakesInASourceFileHaveFileAndLineAndExitWithTwo() throws Exception {
        String wrong = file("Wrong.java", "class Wrong {\n    static int f(int x) { return y; }\n}\n")
                .toString();

        Ended ended = program.run("", "run", wrong, ":::", "1");
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err())
                .contains(wrong + ":2: error: cannot find symbol")
                .contains("\n                                 ^\n");

        Ended missing = program.run("", "run", "Missing.java", ":::", "1");
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("procpool: there is no source file Missing.java");
    }

    @Test
    void expressionsAndSourceFilesMayUseClassesOfTheClassPath() throws Exception {
        Path source =
                file("Lib.java", "package acme; public class Lib { public static int twice(int x) { return 2 * x; } }");
        Path classes = Files.createDirectory(program.directory().resolve("classes"));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), source.toString()))
                .isZero();
        String user = file("User.java", "class User { static int f(int x) { return acme.Lib.twice(x) + 1; } }")
                .toString();

        List<String> ofExpression = program.run(
                        "", "run", "(int x) -> acme.Lib.twice(x)", "--cp", classes.toString(), ":::", "4")
                .lines();
        List<String> ofFile = program.run("", "run", user, "--cp", classes.toString(), ":::", "4")
                .lines();

        assertThat(ofExpression).containsExactly("8");
        assertThat(ofFile).containsExactly("9");
    }
}
