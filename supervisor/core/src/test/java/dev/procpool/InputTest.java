package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.BaseStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The inputs that the calls of a pool take, and how they read and close them. */
class InputTest {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;

    private static Pool pool;

    @BeforeAll
    static void open() {
        pool = Pool.ofThreads(2);
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    /** Makes a call, and waits for its results. */
    private interface Calling {
        void call(Tasks tasks, Iterable<Integer> items) throws Exception;
    }

    /** A call that reads an input of numbers. */
    enum Verb {
        MAP((tasks, items) -> tasks.map(SQUARE, items)),
        MAP_ASYNC((tasks, items) -> tasks.mapAsync(SQUARE, items).get()),
        IMAP((tasks, items) -> tasks.imap(SQUARE, items).forEach(result -> {})),
        IMAP_UNORDERED((tasks, items) -> tasks.imapUnordered(SQUARE, items).forEach(result -> {})),
        OUTCOMES((tasks, items) -> tasks.outcomes(SQUARE, items).forEach(Outcome::get));

        private final Calling calling;

        Verb(Calling calling) {
            this.calling = calling;
        }

        private void call(Tasks tasks, Iterable<Integer> items) throws Exception {
            calling.call(tasks, items);
        }
    }

    @Test
    void lambdasAndMethodReferencesTakeStreamsAndArraysWithoutACast() throws Exception {
        assertThat(pool.map(x -> x + 1, Input.of(Stream.of(1, 2)))).containsExactly(2, 3);
        assertThat(pool.map(x -> x + 1, Input.of(IntStream.of(1, 2)))).containsExactly(2, 3);
        assertThat(pool.map(x -> x + 1, Input.of(LongStream.of(1, 2)))).containsExactly(2L, 3L);
        assertThat(pool.map(x -> x / 2, Input.of(DoubleStream.of(1, 2)))).containsExactly(0.5, 1.0);
        assertThat(pool.map(String::length, Input.of(new String[] {"a", "bc"}))).containsExactly(1, 2);
        assertThat(pool.map(Integer::toHexString, Input.of(new int[] {10, 11}))).containsExactly("a", "b");
        assertThat(pool.map(x -> x + 1, Input.of(new long[] {1, 2}))).containsExactly(2L, 3L);
        assertThat(pool.map(Math::sqrt, Input.of(new double[] {4, 9}))).containsExactly(2.0, 3.0);
        assertThat(pool.mapAsync(x -> x + 1, Input.of(IntStream.of(1, 2))).get())
                .containsExactly(2, 3);
        assertThat(pool.imap(String::length, Input.of(Stream.of("a", "bc"))).stream())
                .containsExactly(1, 2);
        assertThat(pool.imapUnordered(x -> x, Input.of(new int[] {7})).stream()).containsExactly(7);
        assertThat(pool.outcomes(x -> x, Input.of(IntStream.of(7))).stream().map(Outcome::get))
                .containsExactly(7);
        assertThat(pool.starmap(Integer::sum, Input.of(Stream.of(Map.entry(1, 2)))))
                .containsExactly(3);
        assertThat(pool.<Integer, Integer, Integer>starmapAsync(Integer::sum, Input.of(Stream.of(Map.entry(1, 2))))
                        .get())
                .containsExactly(3);
    }

    @Test
    void anInputOfASubtypeFitsAFunctionOfTheSupertype() throws Exception {
        TaskFunction<Object, String> show = Object::toString;
        Stream<? extends Number> numbers = Stream.of(1, 2.5);
        assertThat(pool.map(show, Input.of(numbers))).containsExactly("1", "2.5");
        Input<Number> wider = Input.of(Stream.of(1, 2));
        assertThat(pool.map(show, wider)).containsExactly("1", "2");
    }

    @ParameterizedTest
    @EnumSource
    void aStreamIsClosedWhenItHasBeenRead(Verb verb) throws Exception {
        AtomicInteger closed = new AtomicInteger();

        verb.call(pool, Input.of(IntStream.range(0, 5_000).onClose(closed::incrementAndGet)));

        assertThat(closed).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatFailsIsClosedAndItsExceptionIsThrown(Verb verb) {
        AtomicInteger closed = new AtomicInteger();
        Input<Integer> failing = Input.of(IntStream.range(0, 100)
                .map(i -> {
                    if (i == 50) {
                        throw new SayWhen();
                    }
                    return i;
                })
                .onClose(closed::incrementAndGet));

        assertThatThrownBy(() -> verb.call(pool, failing)).isInstanceOf(SayWhen.class);
        assertThat(closed).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void anExceptionOfTheCloseIsThrown(Verb verb) {
        Input<Integer> failing = Input.of(IntStream.range(0, 3).onClose(() -> {
            throw new SayWhen();
        }));

        assertThatThrownBy(() -> verb.call(pool, failing)).isInstanceOf(SayWhen.class);
    }

    @ParameterizedTest
    @EnumSource
    void aStreamIsClosedWhenThePoolRefusesTheCall(Verb verb) {
        AtomicInteger closed = new AtomicInteger();
        Pool ended = Pool.ofThreads(1);
        ended.close();

        assertThatThrownBy(() -> verb.call(ended, Input.of(IntStream.of(1).onClose(closed::incrementAndGet))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was shut down");
        assertThat(closed).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void aMissingInputIsRefusedAtOnce(Verb verb) {
        assertThatThrownBy(() -> verb.call(pool, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("items");
    }

    @ParameterizedTest
    @EnumSource
    void anInputIsAskedForOneIterator(Verb verb) throws Exception {
        AtomicInteger iterators = new AtomicInteger();

        verb.call(pool, () -> {
            iterators.incrementAndGet();
            return List.of(1, 2, 3).iterator();
        });

        assertThat(iterators).hasValue(1);
    }

    @Test
    void theStreamOfAnInputIsReadOnce() throws Exception {
        Input<Integer> input = Input.of(IntStream.range(0, 3));
        assertThat(pool.map(SQUARE, input)).containsExactly(0, 1, 4);
        assertThatThrownBy(() -> pool.map(SQUARE, input)).isInstanceOf(IllegalStateException.class);

        Input<Integer> array = Input.of(new int[] {0, 1, 2});
        assertThat(pool.map(SQUARE, array)).isEqualTo(pool.map(SQUARE, array)).containsExactly(0, 1, 4);
    }

    @Test
    void anEndlessStreamIsReadNoFurtherThanTheBufferAndClosedWithTheResults() {
        AtomicInteger read = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        Tasks few = pool.with(TaskOptions.builder().buffer(16).build());
        Stream<Integer> endless = Stream.generate(read::getAndIncrement).onClose(closed::incrementAndGet);

        try (Results<Integer> results = few.imap(SQUARE, Input.of(endless))) {
            Iterator<Integer> iterator = results.iterator();
            for (int i = 0; i < 100; i++) {
                assertThat(iterator.next()).isEqualTo(i * i);
            }
            assertThat(closed).hasValue(0);
        }
        Await.orFail(() -> closed.get() == 1);
        assertThat(read.get()).isLessThanOrEqualTo(116);
    }

    @Test
    void whatAFlatMapMakesOfOneElementIsReadNoFurtherThanTheBuffer() {
        AtomicInteger read = new AtomicInteger();
        Tasks few = pool.with(TaskOptions.builder().buffer(16).build());
        Stream<Integer> endless = Stream.of(1).flatMap(x -> Stream.generate(read::getAndIncrement));

        try (Results<Integer> results = few.imap(SQUARE, Input.of(endless))) {
            assertThat(results.iterator().next()).isZero();
        }
        assertThat(read.get()).isLessThanOrEqualTo(17);
    }

    @Test
    void aParallelStreamKeepsItsOrder() throws Exception {
        List<Integer> expected = IntStream.range(0, 10_000).boxed().toList();
        TaskFunction<Integer, Integer> same = x -> x;
        assertThat(pool.map(same, Input.of(IntStream.range(0, 10_000).parallel())))
                .isEqualTo(expected);
        List<Integer> streamed = new ArrayList<>();
        pool.imap(same, Input.of(IntStream.range(0, 10_000).parallel())).forEach(streamed::add);
        assertThat(streamed).isEqualTo(expected);
    }

    /** A stream of another library that is an Iterable, too. */
    private record StreamAndIterable(Stream<Integer> stream)
            implements Iterable<Integer>, BaseStream<Integer, StreamAndIterable> {

        @Override
        public Iterator<Integer> iterator() {
            return stream.iterator();
        }

        @Override
        public Spliterator<Integer> spliterator() {
            return stream.spliterator();
        }

        @Override
        public boolean isParallel() {
            return stream.isParallel();
        }

        @Override
        public StreamAndIterable sequential() {
            return this;
        }

        @Override
        public StreamAndIterable parallel() {
            return this;
        }

        @Override
        public StreamAndIterable unordered() {
            return this;
        }

        @Override
        public StreamAndIterable onClose(Runnable handler) {
            return new StreamAndIterable(stream.onClose(handler));
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatIsAnIterableIsTakenAsItIsAndClosed(Verb verb) throws Exception {
        AtomicInteger closed = new AtomicInteger();

        verb.call(pool, new StreamAndIterable(Stream.of(1, 2, 3)).onClose(closed::incrementAndGet));

        assertThat(closed).hasValue(1);
    }
}
