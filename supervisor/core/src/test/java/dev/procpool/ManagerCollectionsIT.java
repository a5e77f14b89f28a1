package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Leftovers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lists, maps and namespaces in a manager. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ManagerCollectionsIT {

    private static Manager manager;
    private static Pool pool;

    @BeforeAll
    static void start() {
        manager = Manager.start();
        pool = Pool.open(2);
    }

    @AfterAll
    static void end() {
        pool.close();
        manager.close();
    }

    @Test
    void aListIsOneListForAllProcesses() throws Exception {
        List<Object> list = manager.list(List.of(1, 2, 3));

        list.add("four");
        list.set(0, "one");
        pool.apply((List<Object> l) -> l.remove(1), list);
        list.add(1, null);

        assertThat(list).containsExactly("one", null, 3, "four");
        assertThat(list).hasSize(4).isEqualTo(Arrays.asList("one", null, 3, "four"));
        assertThat(list.indexOf(3)).isEqualTo(2);
        assertThat(list.contains("five")).isFalse();
        assertThat(list.subList(2, 4)).isEqualTo(List.of(3, "four"));
        assertThat(list.removeAll(List.of(3, "one"))).isTrue();
        assertThat(list.remove("four")).isTrue();
        assertThat(list).hasToString("[null]").hasSameHashCodeAs(Collections.singletonList(null));
        assertThatThrownBy(() -> list.get(7)).isInstanceOf(IndexOutOfBoundsException.class);
        list.clear();
        assertThat(list).isEmpty();
    }

    @Test
    void whatAListCannotDoInOneStepIsRefusedWithTheReason() {
        List<Integer> list = manager.list(List.of(3, 1, 2));

        assertThatThrownBy(() -> list.sort(null))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("sort a copy");
        assertThatThrownBy(() -> list.removeIf(x -> x > 1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("not those that a function chooses");
        assertThatThrownBy(() -> list.replaceAll(x -> x + 1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("one element at a time");
        assertThatThrownBy(() -> Collections.sort(list)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(list).containsExactly(3, 1, 2);
    }

    @Test
    void nothingIsLostWhenWorkersAddToOneList() throws Exception {
        List<Integer> list = manager.list();
        ConcurrentMap<String, Integer> sums = manager.map();

        pool.map(
                (Integer i) -> {
                    sums.merge("sum", i, (a, b) -> a + b);
                    return list.add(i);
                },
                IntStream.range(0, 200).boxed().toList());

        assertThat(list)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 200).boxed().toList());
        assertThat(sums).containsEntry("sum", 19_900);
    }

    @Test
    void aMapIsInTheOrderOfInsertion() {
        ConcurrentMap<String, Integer> map = manager.map();

        map.put("b", 1);
        map.put("a", 2);
        assertThat(map.putIfAbsent("b", 7)).isEqualTo(1);
        assertThat(map.computeIfAbsent("c", key -> 3)).isEqualTo(3);
        assertThat(map.replace("c", 3, 4)).isTrue();
        assertThat(map.remove("a", 7)).isFalse();

        assertThat(map.keySet()).containsExactly("b", "a", "c");
        assertThat(map).isEqualTo(Map.of("a", 2, "b", 1, "c", 4)).hasToString("{b=1, a=2, c=4}");
        assertThat(map.getOrDefault("x", 9)).isEqualTo(9);
        assertThatThrownBy(() -> map.put("x", null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void listsAreInListsAndAreComparedByTheirElements() {
        List<Object> inner = manager.list(List.of(1));
        List<Object> outer = manager.list();
        List<Object> other = manager.list();
        outer.add(inner);
        other.add(inner);
        inner.add(2);

        @SuppressWarnings("unchecked")
        List<Object> again = (List<Object>) outer.get(0);
        again.add(3);

        assertThat(inner).containsExactly(1, 2, 3);
        assertThat(outer).isEqualTo(List.of(List.of(1, 2, 3))).isEqualTo(other).hasToString("[[1, 2, 3]]");
        assertThat(outer.contains(List.of(1, 2, 3))).isTrue();
        assertThat(outer.indexOf(inner)).isZero();
        assertThat(outer.remove(inner)).isTrue();
    }

    @Test
    void anIteratorGoesThroughACopy() {
        List<Integer> list = manager.list(List.of(1, 2, 3));
        List<Integer> seen = new ArrayList<>();

        for (Integer one : list) {
            seen.add(one);
            list.add(one + 10);
        }

        assertThat(seen).containsExactly(1, 2, 3);
        assertThat(list.stream().mapToInt(i -> i).sum()).isEqualTo(6 + 36);
    }

    @Test
    void aNamespaceHasNamedValuesAndRefusesPrivateNames() throws Exception {
        Namespace namespace = manager.namespace();

        namespace.set("name", "Bob");
        namespace.set("job", "Builder");
        String job = pool.apply((Namespace n) -> n.<String>get("job"), namespace);
        namespace.remove("job");

        assertThat(job).isEqualTo("Builder");
        assertThat(namespace).hasToString("Namespace(name=Bob)");
        assertThatThrownBy(() -> namespace.get("job")).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> namespace.set("_hidden", 1)).isInstanceOf(IllegalArgumentException.class);
        Namespace same = manager.namespace();
        same.set("name", "Bob");
        assertThat(namespace).isEqualTo(same).hasSameHashCodeAs(same);
    }
}
