package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How far the input of a stream is read ahead of the consumer. */
@ExtendWith(Leftovers.class)
@Tag("portable")
class ReadAheadIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;

    private static Pool pool;

    @BeforeAll
    static void open() throws InterruptedException {
        pool = Pool.open(2);
        assertThat(pool.awaitReady(LONG)).isTrue();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    /** The numbers from 0, without an end. */
    static Iterable<Integer> endless(AtomicInteger asked) {
        return () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                return asked.getAndIncrement();
            }
        };
    }

    /** Waits until the thread that reads an input has to wait. */
    private static void awaitStandstill(AtomicInteger asked) {
        int[] before = {-1};
        Await.until(() -> {
            int now = asked.get();
            boolean stands = now == before[0];
            before[0] = now;
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            return stands;
        });
    }

    @ParameterizedTest
    @CsvSource({"10, 1044", "1000, 3024", "5000, 11024", "100000, 116384"})
    void anEndlessInputIsReadNoFurtherThanTwiceWhatWasTaken(int taken, int mostAsked) {
        AtomicInteger asked = new AtomicInteger();
        try (Results<Integer> results = pool.imap(SQUARE, endless(asked))) {
            Iterator<Integer> arrived = results.iterator();
            for (int i = 0; i < taken; i++) {
                assertThat(arrived.next()).isEqualTo(i * i);
            }
            awaitStandstill(asked);
            assertThat(asked.get()).isBetween(taken, mostAsked);
        }
    }

    @Test
    void aSlowConsumerIsNeverMoreThan1024ItemsBehind() {
        AtomicInteger asked = new AtomicInteger();
        try (Results<Integer> results = pool.imapUnordered(SQUARE, endless(asked))) {
            Iterator<Integer> arrived = results.iterator();
            for (int taken = 1; taken <= 2_000; taken++) {
                arrived.next();
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                assertThat(asked.get() - taken).isLessThanOrEqualTo(1024);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 300, 5_000})
    void aBufferThatTheUserGaveIsNeverExceeded(int buffer) {
        AtomicInteger asked = new AtomicInteger();
        TaskOptions options = TaskOptions.builder().buffer(buffer).build();
        try (Results<Integer> results = pool.with(options).imap(SQUARE, endless(asked))) {
            Iterator<Integer> arrived = results.iterator();
            for (int taken = 1; taken <= Math.min(20_000, 200 * buffer); taken++) {
                arrived.next();
                assertThat(asked.get() - taken).isLessThanOrEqualTo(buffer);
            }
        }
    }

    @Test
    void chunksThatAreAsLargeAsTheBufferDoNotStandStill() {
        TaskOptions options =
                TaskOptions.builder().buffer(1_027).chunkSize(1_027).build();
        try (Results<Integer> results = pool.with(options).imap(SQUARE, SayWhen.range(10_000))) {
            int next = 0;
            for (int result : results) {
                assertThat(result).isEqualTo(next * next);
                next++;
            }
            assertThat(next).isEqualTo(10_000);
        }
    }

    // ---- what is handed over together

    /** Changes the list that it is an item of while it is encoded: the next item of the list cannot be read. */
    private static final class Intruder implements Serializable {

        private static final long serialVersionUID = 1L;

        private final transient List<Object> list;

        Intruder(List<Object> list) {
            this.list = list;
        }

        private void writeObject(ObjectOutputStream out) {
            if (list != null) {
                list.add("intruder");
            }
        }
    }

    @Test
    void itemsThatWereReadBeforeTheInputFailedAreDelivered() {
        List<Object> input = new ArrayList<>(SayWhen.range(2_000));
        input.set(1_234, new Intruder(input));
        TaskFunction<Object, Integer> toInt = x -> x instanceof Integer number ? number : -1;
        List<Integer> delivered = new ArrayList<>();

        assertThatThrownBy(() -> pool.imap(toInt, input).forEach(delivered::add))
                .isInstanceOf(ConcurrentModificationException.class);

        assertThat(delivered).hasSize(1_235).startsWith(0, 1, 2).endsWith(1_233, -1);
    }
}
