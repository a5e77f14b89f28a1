package dev.procpool.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.Input;
import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Call;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.PackedList;
import java.lang.ref.Cleaner;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallInputTest {

    private static ItemLayout layoutOf(Iterable<?> items) {
        Encoder encoder = new Encoder(
                new Codecs(CallInputTest.class.getClassLoader(), 1 << 20), new SharedRegistry(Cleaner.create()));
        BatchBuilder batch =
                new BatchBuilder(encoder, new Call(1, null, TaskOptions.defaults(), Call.Delivery.WHOLE, () -> {}));
        try (CallInput input = new CallInput(items)) {
            input.forEachWhile(item -> {
                batch.add(item);
                return true;
            });
        }
        return batch.take().layout();
    }

    @Test
    void arraysAndStreamsOfNumbersArePacked() {
        assertThat(layoutOf(Input.of(new int[] {1, 2}))).isEqualTo(ItemLayout.INTS);
        assertThat(layoutOf(Input.of(IntStream.of(1, 2)))).isEqualTo(ItemLayout.INTS);
        assertThat(layoutOf(Input.of(new long[] {1, 2}))).isEqualTo(ItemLayout.LONGS);
        assertThat(layoutOf(Input.of(IntStream.of(1, 2).asLongStream()))).isEqualTo(ItemLayout.LONGS);
        assertThat(layoutOf(Input.of(new double[] {1, 2}))).isEqualTo(ItemLayout.DOUBLES);
        assertThat(layoutOf(Input.of(IntStream.of(1, 2).asDoubleStream()))).isEqualTo(ItemLayout.DOUBLES);
    }

    @Test
    void nothingIsReadAfterTheLastItemThatIsWanted() {
        List<Object> read = new ArrayList<>();
        Iterable<Integer> list = IntStream.range(0, 10).peek(read::add).boxed()::iterator;

        new CallInput(list).forEachWhile(item -> !item.equals(2));
        new CallInput(Input.of(IntStream.range(10, 20).peek(read::add))).forEachWhile(item -> !item.equals(12));

        assertThat(read).containsExactly(0, 1, 2, 10, 11, 12);
    }

    @Test
    void onlyCollectionsOfTheJdkAndResultsNeverWait() {
        List<Integer> list = new ArrayList<>(List.of(1, 2));
        PackedList packed = new PackedList(ItemLayout.INTS, new byte[8]);

        assertThat(List.of(list, List.of(1), Arrays.asList(1, 2), Set.of(1), new ArrayDeque<>(list), packed))
                .allMatch(items -> new CallInput(items).neverWaits());
        List<Integer> slow = new AbstractList<>() {
            @Override
            public Integer get(int index) {
                return index;
            }

            @Override
            public int size() {
                return 2;
            }
        };
        assertThat(List.<Iterable<Integer>>of(
                        list::iterator,
                        slow,
                        slow.subList(0, 1),
                        Collections.unmodifiableList(slow),
                        Input.of(new int[] {1}),
                        Input.of(IntStream.of(1))))
                .noneMatch(items -> new CallInput(items).neverWaits());
    }
}
