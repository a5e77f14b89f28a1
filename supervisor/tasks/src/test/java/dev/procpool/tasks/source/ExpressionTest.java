package dev.procpool.tasks.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.tasks.source.TaskSource.Surroundings;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpressionTest {

    static final Surroundings SURROUNDINGS = new Surroundings(
            ExpressionTest.class.getClassLoader(),
            List.of(),
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Path::of)
                    .toList());

    private static Class<?> compiled(String text, String... types) throws SourceException {
        List<Class<?>> classes = new Expression(text, List.of(types)).compile(SURROUNDINGS);
        assertThat(classes).hasSize(1);
        return classes.get(0);
    }

    private static Method method(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(m -> m.getName().equals(Expression.METHOD))
                .findFirst()
                .orElseThrow();
    }

    private static Object value(Class<?> type, Object... arguments) throws ReflectiveOperationException {
        return method(type).invoke(null, arguments);
    }

    @Test
    void aLambdaHasTheTypesOfItsArguments() throws Exception {
        assertThat(value(compiled("x -> x * x", "int"), 7)).isEqualTo(49);
        assertThat(value(compiled("x -> x / 2", "double"), 7.0)).isEqualTo(3.5);
        assertThat(value(compiled("s -> s.length()"), "four")).isEqualTo(4);
        assertThat(value(compiled("b -> b.add(BigInteger.ONE)", "java.math.BigInteger"), BigInteger.TEN))
                .hasToString("11");
        assertThat(value(compiled("(a, b) -> a == b", "int", "int"), 1000, 1000))
                .isEqualTo(true);
    }

    @Test
    void aLambdaThatSaysItsTypesNeedsNoOthers() throws Exception {
        assertThat(value(compiled("(int x) -> x * x"), 7)).isEqualTo(49);
        assertThat(value(compiled("(final int x, String s, Map<String, Integer> map) -> x + s + map"), 7, "s", null))
                .isEqualTo("7snull");
        assertThat(method(compiled("(a, b) -> a + b")).getParameterTypes()).containsExactly(String.class, String.class);
        assertThat(value(compiled("(var a, var b) -> a + b"), "1", "2")).isEqualTo("12");
        assertThatThrownBy(() -> compiled("(a, b) -> a", "int"))
                .isInstanceOf(SourceException.class)
                .hasMessage("the expression has 2 parameters, but --type names 1");
    }

    @Test
    void aMethodReferenceABlockAndImportsWork() throws Exception {
        assertThat(value(compiled("Math::sqrt", "double"), 9.0)).isEqualTo(3.0);
        assertThat(value(compiled("\"a\"::concat"), "b")).isEqualTo("ab");
        assertThat(value(
                        compiled(
                                "s -> {\n  var all = List.of(s, s);\n  return all.stream().collect(Collectors.joining());\n}"),
                        "ab"))
                .isEqualTo("abab");
        assertThat(value(compiled("x -> max(x, 3)", "int"), 1)).isEqualTo(3);
    }

    @Test
    void anExpressionWithoutAValueHasNull() throws Exception {
        assertThat(value(compiled("x -> Objects.requireNonNull(x).isEmpty()"), "x"))
                .isEqualTo(false);
        assertThat(value(compiled("x -> new ArrayList<>(List.of(x)).clear()"), "x"))
                .isNull();
        assertThatThrownBy(() -> value(compiled("x -> { throw new IOException(x); }"), "y"))
                .isInstanceOf(InvocationTargetException.class)
                .hasRootCauseMessage("y");
    }

    @Test
    void classesOfProcpoolNeedNoPackage() throws Exception {
        assertThat(value(compiled("x -> TaskContext.current().isPresent()"), "x"))
                .isEqualTo(false);
    }

    @Test
    void itsClassFileIsGivenAway() throws Exception {
        Class<?> type = compiled("x -> x", "int");

        assertThat(type.getClassLoader().getResourceAsStream(type.getName() + ".class"))
                .isNotNull();
    }

    @Test
    void aMistakeIsShownWithACaret() {
        assertThatThrownBy(() -> compiled("x -> x * y", "int"))
                .isInstanceOf(SourceException.class)
                .hasMessage("the expression does not compile: cannot find symbol\n  symbol:   variable y\n"
                        + "x -> x * y\n         ^");
        assertThatThrownBy(() -> compiled("x ->\n  x.nothing()")).hasMessageContaining("\n  x.nothing()\n   ^");
        assertThatThrownBy(() -> compiled("x -> (x", "int")).hasMessageContaining("expected");
        assertThatThrownBy(() -> compiled("x -> x.upper()")).hasMessageContaining("has length(), charAt(0)");
        assertThatThrownBy(() -> compiled("x -> x * x")).hasMessageContaining("'--type int'");
    }

    @Test
    void aSpellingOfPythonIsSaidInJava() {
        assertThatThrownBy(() -> compiled("x -> x ** 2", "int"))
                .isInstanceOf(SourceException.class)
                .hasMessageEndingWith("\nx -> x ** 2\n        ^\nIn Java, a power is x * x, or Math.pow(x, 2).");
    }

    @Test
    void aMistakeInATypeIsShownWithTheType() {
        assertThatThrownBy(() -> compiled("(a, b) -> a", "int", "Nothing"))
                .hasMessageStartingWith("--type Nothing: cannot find symbol");
        assertThatThrownBy(() -> compiled("x -> x", "int x); void f("))
                .hasMessage("--type: 'int x); void f(' is no type of Java");
    }

    @Test
    void typesAreSplitAtTheirCommas() {
        assertThat(Expression.typesOf("int, Map<String, List<Integer>>,long"))
                .containsExactly("int", "Map<String, List<Integer>>", "long");
    }

    @Test
    void theImportsExist() throws Exception {
        for (String name : List.of("Path", "Files", "Pattern", "Duration", "BigDecimal", "URI", "Stream", "Function")) {
            assertThat(value(compiled("x -> " + name + ".class.getSimpleName()", "int"), 1))
                    .isEqualTo(name);
        }
    }
}
