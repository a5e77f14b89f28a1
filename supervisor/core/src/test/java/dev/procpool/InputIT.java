package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Streams and arrays as the input of calls to worker processes. */
@ExtendWith(Leftovers.class)
class InputIT {

    private static final int MANY = 100_000;
    private static final TaskFunction<Integer, Integer> NEXT = x -> x + 1;

    private static Pool pool;

    @BeforeAll
    static void open() {
        pool = Pool.open(2);
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    @Test
    void streamsAndArraysGiveTheResultsOfAList() throws Exception {
        List<Integer> expected = IntStream.range(1, MANY + 1).boxed().toList();
        int[] numbers = IntStream.range(0, MANY).toArray();

        assertThat(pool.map(NEXT, Input.of(numbers))).isEqualTo(expected);
        assertThat(pool.map(NEXT, Input.of(IntStream.of(numbers)))).isEqualTo(expected);
        assertThat(pool.map(NEXT, Input.of(Stream.iterate(0, x -> x + 1).limit(MANY))))
                .isEqualTo(expected);
        List<Integer> streamed = new ArrayList<>();
        pool.imap(NEXT, Input.of(IntStream.of(numbers))).forEach(streamed::add);
        assertThat(streamed).isEqualTo(expected);
    }

    @Test
    void aStreamIsClosedWhenItsFunctionCannotBeEncoded() {
        Thread cannotTravel = new Thread();
        TaskFunction<Integer, Integer> function = x -> cannotTravel.hashCode() + x;
        AtomicInteger closed = new AtomicInteger();

        assertThatThrownBy(() -> pool.map(function, Input.of(IntStream.of(1).onClose(closed::incrementAndGet))))
                .isInstanceOf(ArgumentSerializationException.class);
        assertThat(closed).hasValue(1);
        assertThatThrownBy(() -> pool.imap(function, Input.of(IntStream.of(1).onClose(closed::incrementAndGet))))
                .isInstanceOf(ArgumentSerializationException.class);
        assertThat(closed).hasValue(2);
    }

    @Test
    void anEndlessStreamEndsWithThePoolThatIsTerminated() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        Pool ended = Pool.open(1);
        Results<Integer> results =
                ended.imap(NEXT, Input.of(Stream.iterate(0, x -> x + 1).onClose(closed::incrementAndGet)));
        Thread reader = new Thread(() -> {
            try {
                for (int result : results) {
                    first.countDown();
                }
            } catch (RuntimeException e) {
                first.countDown(); // the pool has ended
            }
        });
        reader.start();
        first.await();

        ended.terminate();
        ended.join();
        reader.join();

        Await.orFail(() -> closed.get() == 1);
    }
}
