package dev.procpool.tasks.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceHintTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "static int f(int x) { return x; } ~ Methods and constants are in a class: class Own { static int f(int x) { … } }",
                "def f(x): return x ~ Methods and constants are in a class: class Own { static int f(int x) { … } }",
                "class A { static long f(Path p) { return 1; } } ~ At the top of the file write: import java.nio.file.Path;",
                "class A { static Object f(int x) { return List.of(x); } } ~ At the top of the file write: import java.util.List;",
                "class A { static int f(int x) { throw new Exception(); } } ~ Behind the parameters of the method write: throws Exception"
            })
    void aFileThatDoesNotCompileSaysWhatToWrite(String text, String hint) {
        assertThatThrownBy(() -> new SourceFile("Own.java", text).compile(ExpressionTest.SURROUNDINGS))
                .isInstanceOf(SourceException.class)
                .hasMessageEndingWith("\n" + hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"class A { static int f(int x) { return y; } }", "class A { static Foo f() { return null; } }"})
    void otherMistakesHaveNoHint(String text) {
        assertThatThrownBy(() -> new SourceFile("Own.java", text).compile(ExpressionTest.SURROUNDINGS))
                .hasMessageContaining("cannot find symbol")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("write"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x -> x == \"a\"", "x -> \"b\"!=x", "(a, b) -> a.equals(\"==\") || a == \"c\""})
    void aTextThatIsComparedByItsPlaceIsRefused(String text) {
        assertThatThrownBy(() -> new Expression(text, List.of()).compile(ExpressionTest.SURROUNDINGS))
                .hasMessageContaining("write x.equals(\"a\")");
    }

    @Test
    void aDivisionThatIsACommentIsRefused() throws Exception {
        assertThatThrownBy(() -> new Expression("x -> x // 2", List.of("int")).compile(ExpressionTest.SURROUNDINGS))
                .hasMessage("'//' begins a comment: write floorDiv(x, 2), or x / 2");
        new Expression("x -> \"http://\" + x", List.of()).compile(ExpressionTest.SURROUNDINGS);
        new Expression("x -> x // the rest\n + 1", List.of("int")).compile(ExpressionTest.SURROUNDINGS);
    }
}
