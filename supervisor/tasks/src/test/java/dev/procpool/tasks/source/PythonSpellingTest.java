package dev.procpool.tasks.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonSpellingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "x -> x ** 2 ~ a power is x * x, or Math.pow(x, 2)",
                "x -> not x ~ 'not x' is !x",
                "x -> len(x) ~ a length is text.length(), list.size() or array.length",
                "x -> x > 1 and x < 3 ~ 'and' is &&",
                "x -> x == \"or\" or x == 'a' ~ 'or' is ||",
                "x -> None ~ None is null",
                "x -> math.sqrt(x) ~ functions of numbers have no prefix: sqrt(x), floor(x), PI",
                "x -> lambda y: y ~ a function is x -> x * x, or (x, y) -> x + y",
                "x, y -> x + y ~ several parameters have parentheses: (x, y) -> x + y",
                "x -> [True, False] ~ True and False are true and false",
                "x -> 1 if x > 2 else 3 ~ the choice between two values is condition ? one : other",
                "x -> [y * 2 for y in x] ~ a list is made from another one by xs.stream().map(x -> …).toList()",
                "x -> x in [1, 2] ~ 'x in xs' is xs.contains(x)",
                "x -> x + 'abc' ~ a text has double quotes: \"abc\"",
                "x -> f\"{x}!\" ~ a text with values in it is \"%s\".formatted(x), or \"abc\" + x",
                "x -> int(x) + 1 ~ a whole number is made by (int) x, or by Integer.parseInt(text)",
                "x -> print(x) ~ a line is printed by System.out.println(x)"
            })
    void aSpellingOfPythonIsSaidInJava(String text, String java) {
        assertThat(PythonSpelling.in(text)).contains(java);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x -> y.and(x).or(x)",
                "x -> \"a ** b and not None\" + y",
                "x -> 'a' + y + 'b'",
                "x -> { if (x > 1) return 1; else if (x > 2) return y; else return 3; }",
                "x -> { for (int i : y) if (x > i) return 1; else return 2; return 3; }",
                "x -> y.len(x) + y.None + str.not",
                "x -> y /* in all */"
            })
    void aMistakeThatIsNoPythonHasNoSuchHint(String text) {
        assertThat(PythonSpelling.in(text)).isEmpty();
    }
}
