package dev.procpool.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JsonTreeTest {

    private record Point(int x, Optional<String> name, List<Point> next) {}

    private record Broken(int x) {

        @Override
        public int x() {
            throw new IllegalStateException("no x");
        }
    }

    private static String nested(int levels) {
        Object value = 1;
        for (int i = 0; i < levels; i++) {
            value = List.of(value);
        }
        return JsonText.of(value);
    }

    @Test
    void scalarsAreNumbersTruthValuesAndTexts() {
        assertThat(JsonText.of(null)).isEqualTo("null");
        assertThat(JsonText.of(new AtomicLong(7))).isEqualTo("7");
        assertThat(JsonText.of(0.1f)).isEqualTo("0.1");
        assertThat(JsonText.of(Float.NaN)).isEqualTo("\"NaN\"");
        assertThat(JsonText.of(BigInteger.TEN.pow(400))).isEqualTo("1" + "0".repeat(400));
        assertThat(JsonText.of('"')).isEqualTo("\"\\\"\"");
        assertThat(JsonText.of(DayOfWeek.MONDAY)).isEqualTo("\"MONDAY\"");
        assertThat(JsonText.of(Duration.ofSeconds(90))).isEqualTo("\"PT1M30S\"");
        assertThat(JsonText.of(Path.of("a/b"))).isEqualTo("\"a/b\"");
    }

    @Test
    void anOptionalIsItsValue() {
        assertThat(JsonText.of(Optional.of(Optional.of(List.of(1))))).isEqualTo("[1]");
        assertThat(JsonText.of(OptionalInt.of(3))).isEqualTo("3");
        assertThat(JsonText.of(OptionalDouble.empty())).isEqualTo("null");
    }

    @Test
    void arraysAndCollectionsAreArrays() {
        assertThat(JsonText.of(new int[][] {{1, 2}, {}})).isEqualTo("[[1,2],[]]");
        assertThat(JsonText.of(Arrays.asList("a", null, new BigDecimal("1.50"), true)))
                .isEqualTo("[\"a\",null,1.50,true]");
        assertThat(JsonText.of(new char[] {'a', '\ud83d'})).isEqualTo("[\"a\",\"\\ud83d\"]");
        assertThat(JsonText.of(new byte[] {0, -1, 62})).isEqualTo("\"AP8+\"");
        assertThat(JsonText.of(new Object[] {new byte[0]})).isEqualTo("[\"\"]");
    }

    @Test
    void mapsAndRecordsAreObjects() {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(1, "eins");
        map.put("a\"b", new TreeMap<>(Map.of(DayOfWeek.MONDAY, 0.5)));
        map.put(null, List.of());

        assertThat(JsonText.of(map)).isEqualTo("{\"1\":\"eins\",\"a\\\"b\":{\"MONDAY\":0.5},\"null\":[]}");
        assertThat(JsonText.of(new Point(1, Optional.empty(), List.of(new Point(2, Optional.of("p"), List.of())))))
                .isEqualTo("{\"x\":1,\"name\":null,\"next\":[{\"x\":2,\"name\":\"p\",\"next\":[]}]}");
    }

    @Test
    void aValueThatContainsItselfFailsAndOneThatOccursTwiceDoesNot() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(Map.of("back", Optional.of(cycle)));
        cycle.add(cycle);
        List<Integer> twice = List.of(1);

        assertThatThrownBy(() -> JsonText.of(cycle))
                .isInstanceOf(UnprintableResultException.class)
                .hasMessage("the result cannot be written as JSON: it contains itself");
        assertThat(JsonText.of(List.of(twice, twice))).isEqualTo("[[1],[1]]");
    }

    @Test
    void depthAndLengthHaveLimits() {
        Object doubled = "x".repeat(1000);
        for (int i = 0; i < 100; i++) {
            doubled = List.of(doubled, doubled);
        }
        Object huge = doubled;

        assertThat(nested(200)).startsWith("[[[").contains("[1]");
        assertThatThrownBy(() -> nested(201)).hasMessageContaining("more than 200 levels");
        assertThatThrownBy(() -> JsonText.of(huge)).hasMessageContaining("characters");
    }

    @Test
    void anAccessorThatThrowsFailsTheResult() {
        assertThatThrownBy(() -> JsonText.of(new Broken(1)))
                .isInstanceOf(UnprintableResultException.class)
                .hasMessageEndingWith("x() threw java.lang.IllegalStateException: no x");
    }
}
