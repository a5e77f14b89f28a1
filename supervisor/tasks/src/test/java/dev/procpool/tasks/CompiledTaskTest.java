package dev.procpool.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.tasks.source.Expression;
import dev.procpool.tasks.source.SourceException;
import dev.procpool.tasks.source.SourceFile;
import dev.procpool.tasks.source.TaskSource.Surroundings;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompiledTaskTest {

    private static final Surroundings SURROUNDINGS = new Surroundings(
            CompiledTaskTest.class.getClassLoader(),
            List.of(),
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Path::of)
                    .toList());

    private static final String SEVERAL = """
            package com.acme;
            import java.util.*;
            public class Several {
                public static void main(String[] arguments) {}
                public static int twice(int x) { return 2 * x; }
                public static int hash(String text) { return Objects.hash(text) + Other.ONE; }
                public static int hash(Integer number) { return number; }
                static Kind next(Kind kind) { return Kind.values()[kind.ordinal() + 1]; }
                private static int hidden(int x) { return x; }
                static int of(List<String> list) { return list.size(); }
                static int unusable(Several x) { return 0; }
            }
            class Other { static final int ONE = 1; static String tag(String s) { return "<" + s + ">"; } }
            enum Kind { FIRST, SECOND }
            """;

    private static CompiledTask task(String file, String text, String method) throws Exception {
        List<Class<?>> classes = new SourceFile(file, text).compile(SURROUNDINGS);
        return CompiledTask.of(file, classes, method, ResultForm.TEXT, false);
    }

    @Test
    void anExpressionConvertsItsItemAndPrintsItsResult() throws Exception {
        List<Class<?>> classes = new Expression("x -> new int[] {x, x}", List.of("int")).compile(SURROUNDINGS);

        CompiledTask task = CompiledTask.ofExpression(classes.get(0), Expression.METHOD, ResultForm.TEXT, false);

        assertThat(task.apply("7")).isEqualTo("[7, 7]");
        assertThatThrownBy(() -> task.apply("seven"))
                .isInstanceOf(UnusableItemException.class)
                .hasMessage("'seven' cannot be converted to int");
    }

    @Test
    void anItemWithTooFewColumnsSaysHowManyParametersThereAre() throws Exception {
        List<Class<?>> classes = new Expression("(a, b) -> a + b", List.of()).compile(SURROUNDINGS);
        CompiledTask expression = CompiledTask.ofExpression(classes.get(0), Expression.METHOD, ResultForm.TEXT, true);
        CompiledTask method = task("dir/F.java", "class F { static int f(int a, int b) { return a; } }", "f");

        assertThatThrownBy(() -> expression.apply("1"))
                .hasMessage("the item has 1 column, and the expression has 2 parameters");
        assertThatThrownBy(() -> method.apply("1"))
                .hasMessage("the item has 1 column, and dir/F.java::f has 2 parameters");
    }

    @Test
    void theOnlyMethodOfASourceFileIsMeant() throws Exception {
        String twice = "class Twice { static long twice(long x) { return help(x); } private static long help(long x)"
                + " { return 2 * x; } public static void main(String[] a) {} }";

        assertThat(task("Twice.java", twice, "").apply("21")).isEqualTo("42");
    }

    @Test
    void theOnlyTaskFunctionOfASourceFileIsMeant() throws Exception {
        String text = "import dev.procpool.task.*; public class Any { public static int one(int x) { return x; }"
                + " record Negative() implements TaskFunction<Integer, Integer> {"
                + " public Integer apply(Integer x) { return -x; } } }";

        assertThat(task("dir/Other.java", text, "").apply("21")).isEqualTo("-21");
    }

    @Test
    void aMethodIsMeantByItsName() throws Exception {
        assertThat(task("Several.java", SEVERAL, "twice").apply("3")).isEqualTo("6");
        assertThat(task("Several.java", SEVERAL, "hash(Integer)").apply("3")).isEqualTo("3");
        assertThat(task("Several.java", SEVERAL, "next").apply("first")).isEqualTo("SECOND");
        assertThat(task("Several.java", SEVERAL, "of").apply("a")).isEqualTo("1");
        assertThat(task("Several.java", SEVERAL, "tag").apply("a")).isEqualTo("<a>");
    }

    @Test
    void aNameThatIsNotClearSaysWhatThereIs() {
        assertThatThrownBy(() -> task("Several.java", SEVERAL, ""))
                .isInstanceOf(NoSuchTaskException.class)
                .hasMessage("Several.java has several methods that take an item; name one: "
                        + "Several.java::hash(Integer), Several.java::hash(String), Several.java::twice(int)");
        assertThatThrownBy(() -> task("Several.java", SEVERAL, "hash"))
                .isInstanceOf(NoSuchTaskException.class)
                .hasMessageContaining("hash(Integer), hash(String)");
        assertThatThrownBy(() -> task("Several.java", SEVERAL, "nothing"))
                .isInstanceOf(NoSuchTaskException.class)
                .hasMessageStartingWith("Several.java has no method 'nothing': Several.java::hash(Integer)");
        assertThatThrownBy(() -> task("Several.java", SEVERAL, "unusable"))
                .isInstanceOf(NoSuchTaskException.class)
                .hasMessageContaining("cannot be converted to com.acme.Several");
        assertThatThrownBy(() -> task("Empty.java", "class Empty {}", ""))
                .isInstanceOf(NoSuchTaskException.class)
                .hasMessage("Empty.java has no method that takes an item, and no class that implements TaskFunction");
    }

    @Test
    void mistakesInASourceFileHaveTheirLineAndACaret() {
        assertThatThrownBy(() -> task("dir/Wrong.java", "class Wrong {\n  static int f(int x) { return y; }\n}", ""))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith(
                        "dir/Wrong.java does not compile:\ndir/Wrong.java:2: error: cannot find symbol\n"
                                + "  static int f(int x) { return y; }\n                               ^");
    }

    @Test
    void aClassThatTheClassPathHasTooIsRefused() {
        assertThatThrownBy(() -> task("X.java", "package dev.procpool.tasks; class CompiledTaskTest {}", ""))
                .isInstanceOf(SourceException.class)
                .hasMessage("the class path has a class dev.procpool.tasks.CompiledTaskTest already, which workers"
                        + " would take instead of that of X.java");
    }
}
