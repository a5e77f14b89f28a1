package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("jdk")
class ViewsTest {

    private final Codecs codecs = new Codecs(ViewsTest.class.getClassLoader(), 1 << 20);

    @SuppressWarnings("unchecked")
    private <T> T copy(T value) {
        return (T) codecs.decode(codecs.encode(value));
    }

    static Stream<Object> views() {
        Map<String, Integer> hash = new HashMap<>(Map.of("a", 1, "b", 2));
        TreeMap<String, Integer> tree = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        tree.putAll(hash);
        Map<String, Integer> linked = new LinkedHashMap<>(tree);
        return Stream.of(
                Map.entry("k", 1),
                new AbstractMap.SimpleEntry<>("k", null),
                new AbstractMap.SimpleImmutableEntry<>("k", 2),
                hash.entrySet().iterator().next(),
                linked.entrySet().iterator().next(),
                tree.entrySet().iterator().next(),
                tree.firstEntry(),
                hash.keySet(),
                hash.entrySet(),
                linked.keySet(),
                linked.entrySet(),
                tree.keySet(),
                tree.entrySet(),
                tree.descendingMap(),
                tree.headMap("b"),
                new ConcurrentHashMap<>(hash).keySet(),
                new ConcurrentHashMap<>(hash).entrySet(),
                Map.of("a", 1).keySet(),
                Map.of("a", 1).entrySet(),
                Stream.of(1, 2, 3).collect(Collectors.partitioningBy(i -> i > 1)),
                Stream.of(1, 2, 3).collect(Collectors.groupingBy(i -> i > 1)),
                List.of(1, 2, 3).subList(0, 2),
                new Vector<>(List.of(1, 2, 3)).subList(0, 2),
                System.getenv());
    }

    @ParameterizedTest
    @MethodSource("views")
    void aViewArrivesEqual(Object view) {
        assertThat(copy(view)).isEqualTo(view);
    }

    @Test
    void theValuesOfAMapArriveInTheirOrder() {
        Map<String, Integer> linked = new LinkedHashMap<>();
        linked.put("b", 2);
        linked.put("a", 1);

        assertThat(copy(linked.values())).containsExactly(2, 1);
        assertThat(copy(new TreeMap<>(linked).values())).containsExactly(1, 2);
    }

    @Test
    void aSortedViewKeepsItsOrder() {
        TreeMap<String, Integer> tree = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        tree.put("b", 1);
        tree.put("A", 2);

        assertThat(copy(tree.navigableKeySet()).contains("a")).isTrue();
        assertThat(copy((Object) tree.navigableKeySet())).isExactlyInstanceOf(TreeSet.class);
        SortedMap<String, Integer> descending = copy(tree.descendingMap());
        assertThat(descending.keySet()).containsExactly("b", "A");
    }

    @Test
    void aSublistDoesNotCarryTheWholeList() {
        List<Integer> large =
                new ArrayList<>(IntStream.range(0, 100_000).boxed().toList());

        assertThat(codecs.encode(large.subList(5, 7))).hasSizeLessThan(100);
    }

    @Test
    void theOrderOfAccessOfALinkedMapIsKept() {
        LinkedHashMap<String, Integer> recent = new LinkedHashMap<>(16, 0.75f, true);
        recent.put("a", 1);
        recent.put("b", 2);
        LinkedHashMap<String, Integer> arrived = copy(recent);

        arrived.get("a");

        assertThat(arrived.keySet()).containsExactly("b", "a");
    }

    @Test
    void aListOfAStreamMayBeAskedForNull() {
        assertThat(copy(Stream.of(1, 2, 3).toList()).contains(null)).isFalse();
        assertThatThrownBy(() -> copy(List.of(1, 2, 3)).contains(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void statisticsArriveWithAllTheirNumbers() {
        var ints = IntStream.of(1, 5, 3).summaryStatistics();
        var doubles = IntStream.of(1, 5, 3).asDoubleStream().map(d -> d / 3).summaryStatistics();

        assertThat(copy(ints)).hasToString(ints.toString());
        assertThat(copy(doubles)).hasToString(doubles.toString());
    }

    record Fixed(Object answer) implements InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return answer;
        }
    }

    @Test
    void aProxyArrivesWithItsHandlerOrIsRefusedBecauseOfIt() {
        Supplier<?> proxy = proxy(new Fixed("answer"));
        InvocationHandler lambda = (self, method, arguments) -> "lambda";

        assertThat(copy(proxy).get()).isEqualTo("answer");
        assertThat(copy(proxy.getClass()) == proxy.getClass()).isTrue();
        assertThatThrownBy(() -> copy(proxy(lambda)))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("handler")
                .hasMessageContaining("it is a lambda whose functional interface is not Serializable");
    }

    private static Supplier<?> proxy(InvocationHandler handler) {
        return (Supplier<?>)
                Proxy.newProxyInstance(ViewsTest.class.getClassLoader(), new Class<?>[] {Supplier.class}, handler);
    }

    @Test
    void whatHasNoEqualCopyIsRefused() {
        for (Object view : List.of(
                new IdentityHashMap<>(Map.of("a", 1)).keySet(),
                new WeakHashMap<>(Map.of("a", 1)),
                new java.util.concurrent.LinkedTransferQueue<>().iterator())) {
            assertThatThrownBy(() -> copy(view))
                    .isInstanceOf(EncodingException.class)
                    .hasMessageContaining("not Serializable");
        }
    }

    enum Sound {
        MEOW {
            @Override
            public String toString() {
                return "meow";
            }
        }
    }

    @Test
    void aClassObjectArrivesAsItself() {
        for (Class<?> type :
                List.of(int.class, void.class, int[].class, Sound.MEOW.getClass(), Sound.class, LinkedHashSet.class)) {
            assertThat(copy((Object) type)).isEqualTo(type);
        }
        Supplier<String> lambda = () -> "x";
        assertThatThrownBy(() -> copy(lambda.getClass()))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("lambda");
    }
}
