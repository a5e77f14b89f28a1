package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Inputs and results that flow: slow inputs, several streams, streams that end early. */
@ExtendWith(Leftovers.class)
@Tag("portable")
class StreamIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final TaskFunction<Object, Object> SAME = x -> x;

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

    /** An input that gives an item only when it is told to. */
    private static final class Tap implements Iterable<Integer> {

        private final LinkedBlockingQueue<Integer> items = new LinkedBlockingQueue<>();

        @Override
        public Iterator<Integer> iterator() {
            return new Iterator<>() {
                private Integer next;

                @Override
                public boolean hasNext() {
                    try {
                        next = items.take();
                    } catch (InterruptedException e) {
                        return false;
                    }
                    return next >= 0;
                }

                @Override
                public Integer next() {
                    if (next < 0) {
                        throw new NoSuchElementException();
                    }
                    return next;
                }
            };
        }
    }

    @Test
    void whatASlowInputGivesIsSentAtOnce() {
        Tap tap = new Tap();
        try (Results<Integer> results = pool.imapUnordered(SQUARE, tap)) {
            Iterator<Integer> arrived = results.iterator();
            for (int i = 0; i < 200; i++) {
                tap.items.add(i); // the next one comes only after the result of this one
                assertThat(arrived.next()).isEqualTo(i * i);
            }
            for (int i = 0; i < 300; i++) {
                tap.items.add(i);
            }
            for (int i = 0; i < 300; i++) {
                arrived.next();
            }
            tap.items.add(-1);
            assertThat(arrived.hasNext()).isFalse();
        }
    }

    @Test
    void inputsOfSeveralStreamsAreAllRead() throws Exception {
        List<Thread> consumers = new ArrayList<>();
        AtomicInteger right = new AtomicInteger();
        for (int i = 0; i < 6; i++) {
            int buffer = 1 + i * 7;
            Thread consumer = new Thread(() -> {
                TaskOptions options = TaskOptions.builder().buffer(buffer).build();
                try (Results<Integer> results = pool.with(options).imap(SQUARE, SayWhen.range(5_000))) {
                    int next = 0;
                    for (int result : results) {
                        if (result != next * next) {
                            return;
                        }
                        next++;
                    }
                    right.addAndGet(next == 5_000 ? 1 : 0);
                }
            });
            consumer.start();
            consumers.add(consumer);
        }
        for (Thread consumer : consumers) {
            consumer.join(TimeUnit.SECONDS.toMillis(60));
        }
        assertThat(right.get()).isEqualTo(6);
    }

    /** An argument that cannot be encoded. */
    private static final class Unencodable implements Serializable {

        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) {
            throw new UnsupportedOperationException("not this one");
        }
    }

    @Test
    void anItemOfAStreamThatCannotBeEncodedFailsAtItsPlace() {
        List<Object> items = new ArrayList<>(SayWhen.range(3_000));
        items.set(1_234, new Unencodable());
        items.set(1_235, new Unencodable());
        try (Results<Outcome<Object>> outcomes =
                pool.with(TaskOptions.builder().keepOrder().build()).outcomes(SAME, items)) {
            int seen = 0;
            for (Outcome<Object> outcome : outcomes) {
                assertThat(outcome.index()).isEqualTo(seen);
                if (seen == 1_234 || seen == 1_235) {
                    assertThat(outcome.failure()).isInstanceOf(ArgumentSerializationException.class);
                } else {
                    assertThat(outcome.get()).isEqualTo(seen);
                }
                seen++;
            }
            assertThat(seen).isEqualTo(3_000);
        }
    }

    @Test
    void smallAndLargeItemsOfAStreamKeepTheirOrder() {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            items.add(i % 5 == 2 ? "x".repeat(40_000) + i : (Object) i);
        }
        try (Results<Object> results = pool.imap(SAME, items)) {
            List<Object> all = new ArrayList<>();
            results.forEach(all::add);
            assertThat(all).isEqualTo(items);
        }
    }

    @Test
    void whatWasReadBeforeAShutdownIsRun() throws Exception {
        AtomicInteger given = new AtomicInteger();
        AtomicReference<Pool> shut = new AtomicReference<>();
        Iterable<Integer> input = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                int next = given.getAndIncrement();
                if (next == 700) {
                    shut.get().shutdown();
                }
                return next;
            }
        };
        try (Pool own = Pool.open(1)) {
            shut.set(own);
            int seen = 0;
            try (Results<Integer> results = own.imap(SQUARE, input)) {
                Iterator<Integer> arrived = results.iterator();
                while (true) {
                    assertThat(arrived.next()).isEqualTo(seen * seen);
                    seen++;
                }
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("was shut down");
            }
            assertThat(seen).isEqualTo(700);
        }
    }

    @Test
    void aStreamOfABrokenPoolEndsWithThatCause() {
        Tap tap = new Tap();
        assertThatThrownBy(() -> {
                    try (Pool own = Pool.builder()
                            .processes(1)
                            .output(WorkerOutput.discarding())
                            .initializer(() -> {
                                Thread.sleep(300);
                                throw new IllegalStateException("no start");
                            })
                            .open()) {
                        for (int i = 0; i < 50; i++) {
                            tap.items.add(i);
                        }
                        for (int result : own.imap(SQUARE, tap)) {
                            throw new AssertionError(result);
                        }
                    }
                })
                .isInstanceOf(PoolBrokenException.class);
        tap.items.add(-1);
    }

    @Test
    void aStreamOfWhichThePendingItemsAreCancelledEnds() {
        for (int round = 0; round < 300; round++) {
            try (Results<Outcome<Integer>> outcomes = pool.outcomes(SQUARE, SayWhen.range(3_000))) {
                Iterator<Outcome<Integer>> arrived = outcomes.iterator();
                int seen = 0;
                while (arrived.hasNext()) {
                    Outcome<Integer> outcome = arrived.next();
                    if (seen++ == round) {
                        outcomes.cancelPending();
                    }
                    assertThat(outcome.isSuccess() || outcome.failure() instanceof CancellationException)
                            .isTrue();
                }
                assertThat(seen).isGreaterThan(round);
            }
        }
    }
}
