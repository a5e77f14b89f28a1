package dev.procpool.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.Input;
import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Call;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.message.ItemLayout;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
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
}
