package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.Task;
import dev.procpool.task.TaskFunction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jdk")
class LambdasTest {

    private static final int LIMIT = 1 << 20;

    private final Codecs codecs = new Codecs(LambdasTest.class.getClassLoader(), LIMIT);

    record Point(int x, List<String> names) {}

    private static int twice(int x) {
        return 2 * x;
    }

    private record Adder(int by) {
        int add(int x) {
            return x + by;
        }
    }

    @Test
    void lambdasAndMethodReferencesOfEveryKindTravel() throws Exception {
        int captured = 5;
        Optional<Point> notSerializable = Optional.of(new Point(2, List.of()));
        TaskFunction<Integer, Integer> capturing =
                x -> x + captured + notSerializable.get().x();
        TaskFunction<Integer, Integer> staticReference = LambdasTest::twice;
        TaskFunction<Integer, Integer> bound = new Adder(3)::add;
        TaskFunction<String, Integer> unbound = String::length;
        Task<List<String>> constructor = ArrayList::new;
        assertThat(copy(capturing).apply(1)).isEqualTo(8);
        assertThat(copy(staticReference).apply(4)).isEqualTo(8);
        assertThat(copy(bound).apply(4)).isEqualTo(7);
        assertThat(copy(unbound).apply("four")).isEqualTo(4);
        assertThat(copy(constructor).call()).isEmpty();
        assertThat(copy(Map.Entry.<String, Integer>comparingByKey()).compare(Map.entry("a", 1), Map.entry("b", 0)))
                .isNegative();
        assertThat(copy(new TreeMap<>(Comparator.<Integer>reverseOrder())).comparator())
                .isNotNull();
        assertThat(copy(anonymous(captured)).call()).isEqualTo("anonymous 5");
    }

    private static Task<String> anonymous(int captured) {
        return new Task<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public String call() {
                return "anonymous " + captured;
            }
        };
    }

    @SuppressWarnings("unchecked")
    private <T> T copy(T value) {
        return (T) codecs.decode(codecs.encode(value));
    }
}
