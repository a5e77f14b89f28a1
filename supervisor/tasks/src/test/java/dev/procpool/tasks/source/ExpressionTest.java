package dev.procpool.tasks.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpressionTest {

    private static TaskFunction<Object, Object> compiled(String text, String type) throws ExpressionException {
        return new Expression(text, type)
                .compile(ExpressionTest.class.getClassLoader(), System.getProperty("java.class.path"));
    }

    @Test
    void aLambdaHasTheTypeOfItsArgument() throws Exception {
        assertThat(compiled("x -> x * x", "int").apply(7)).isEqualTo(49);
        assertThat(compiled("x -> x / 2", "double").apply(7.0)).isEqualTo(3.5);
        assertThat(compiled("s -> s.length()", "String").apply("four")).isEqualTo(4);
        assertThat(compiled("b -> b.add(BigInteger.ONE)", "java.math.BigInteger")
                        .apply(java.math.BigInteger.TEN))
                .hasToString("11");
    }

    @Test
    void aMethodReferenceABlockAndImportsWork() throws Exception {
        assertThat(compiled("Math::sqrt", "double").apply(9.0)).isEqualTo(3.0);
        assertThat(compiled(
                                "s -> {\n  var all = List.of(s, s);\n  return all.stream().collect(Collectors.joining());\n}",
                                "String")
                        .apply("ab"))
                .isEqualTo("abab");
        assertThat(compiled("x -> max(x, 3)", "int").apply(1)).isEqualTo(3);
    }

    @Test
    void itsClassFileIsGivenAway() throws Exception {
        TaskFunction<Object, Object> function = compiled("x -> x", "int");

        assertThat(function.getClass().getClassLoader().getResourceAsStream("ProcpoolExpression.class"))
                .isNotNull();
    }

    @Test
    void aMistakeIsShownWithACaret() {
        assertThatThrownBy(() -> compiled("x -> x * y", "int"))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("cannot find symbol")
                .hasMessageEndingWith("\nx -> x * y\n         ^");
        assertThatThrownBy(() -> compiled("x ->\n  x.nothing()", "String"))
                .hasMessageEndingWith("\n  x.nothing()\n   ^");
        assertThatThrownBy(() -> compiled("x -> (x", "int")).hasMessageContaining("expected");
        assertThatThrownBy(() -> compiled("x -> x", "Nothing")).hasMessageContaining("cannot find symbol");
    }

    @Test
    void theImportsExist() throws Exception {
        for (String name : List.of("Path", "Files", "Pattern", "Duration", "BigDecimal", "URI", "Stream", "Function")) {
            assertThat(compiled("x -> " + name + ".class.getSimpleName()", "int")
                            .apply(1))
                    .isEqualTo(name);
        }
    }
}
