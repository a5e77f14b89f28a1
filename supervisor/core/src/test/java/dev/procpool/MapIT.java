package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All forms of map, in order and unordered; mirrors the tests of {@code multiprocessing.Pool}. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
@Tag("portable")
class MapIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;

    private static Pool pool;

    @BeforeAll
    static void open() throws InterruptedException {
        pool = Pool.open(4);
        assertThat(pool.awaitReady(LONG)).isTrue();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    private static Tasks chunked(int items) {
        return pool.with(TaskOptions.builder().chunkSize(items).build());
    }

    private static List<Integer> squares(int count) {
        return SayWhen.range(count).stream().map(x -> x * x).toList();
    }

    @Test
    void mapsInOrderWithAnyChunkSize() throws Exception {
        assertThat(pool.map(SQUARE, SayWhen.range(10))).isEqualTo(squares(10));
        assertThat(chunked(20).map(SQUARE, SayWhen.range(100))).isEqualTo(squares(100));
        assertThat(chunked(1).map(SQUARE, SayWhen.range(1000))).isEqualTo(squares(1000));
        assertThat(pool.map(SQUARE, SayWhen.range(20_000))).isEqualTo(squares(20_000));
    }

    @Test
    void starmapsPairsInOrder() throws Exception {
        List<Map.Entry<Integer, Integer>> pairs =
                SayWhen.range(100).stream().map(i -> Map.entry(i, 99 - i)).toList();
        List<Integer> products =
                pairs.stream().map(p -> p.getKey() * p.getValue()).toList();

        assertThat(pool.starmap((Integer a, Integer b) -> a * b, pairs)).isEqualTo(products);
        assertThat(chunked(20)
                        .starmapAsync((Integer a, Integer b) -> a * b, pairs)
                        .get())
                .isEqualTo(products);
    }

    @Test
    void mapsAsynchronously() throws Exception {
        assertThat(pool.mapAsync(SQUARE, SayWhen.range(10)).get()).isEqualTo(squares(10));
        assertThat(chunked(1).mapAsync(SQUARE, List.<Integer>of()).get(1, TimeUnit.SECONDS))
                .isEmpty();
    }

    @Test
    void callsBackOnceWithTheWholeListOrTheFailure() throws Exception {
        ConcurrentLinkedQueue<Object> called = new ConcurrentLinkedQueue<>();

        pool.mapAsync(Integer::parseInt, List.of("1"))
                .toCompletableFuture()
                .whenComplete((value, failure) -> called.add(value))
                .get();
        assertThat(called).containsExactly(List.of(1));

        called.clear();
        assertThatThrownBy(() -> pool.mapAsync(Integer::parseInt, List.of("a"))
                        .toCompletableFuture()
                        .whenComplete((value, failure) -> called.add(failure))
                        .get())
                .hasCauseInstanceOf(NumberFormatException.class);
        assertThat(called).hasSize(1).first().isInstanceOf(NumberFormatException.class);
    }

    static final class Unpicklable implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) {
            throw new IllegalStateException("cannot pickle");
        }
    }

    @Test
    void oneArgumentThatCannotBeEncodedFailsAlone() {
        List<Object> items = List.of(1, new Unpicklable(), 3);

        List<Outcome<Integer>> outcomes = new ArrayList<>();
        pool.with(TaskOptions.builder().keepOrder().build())
                .outcomes((Object x) -> 7, items)
                .forEach(outcomes::add);

        assertThat(outcomes).extracting(Outcome::isSuccess).containsExactly(true, false, true);
        assertThat(outcomes.get(1).failure()).isInstanceOf(ArgumentSerializationException.class);
    }

    @Test
    void mapThrowsWhatTheInputThrows() {
        for (int failAt : new int[] {0, 0, 3}) {
            assertThatThrownBy(() -> pool.map(SQUARE, SayWhen.numbers(10, failAt)))
                    .isInstanceOf(SayWhen.class);
        }
    }

    @Test
    void imapIteratesInOrderAndEnds() {
        List<Integer> seen = new ArrayList<>();
        chunked(100).imap(SQUARE, SayWhen.range(1000)).forEach(seen::add);
        assertThat(seen).isEqualTo(squares(1000));

        Iterator<Integer> few = pool.imap(SQUARE, SayWhen.range(3)).iterator();
        few.next();
        few.next();
        few.next();
        assertThat(few.hasNext()).isFalse();
        assertThatThrownBy(few::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void imapDeliversTheCompleteChunksBeforeTheInputFailed() {
        assertThat(deliveredBeforeSayWhen(1, 10, 3)).containsExactly(0, 1, 4);
        assertThat(deliveredBeforeSayWhen(2, 20, 7)).isEqualTo(squares(6));
        assertThat(deliveredBeforeSayWhen(4, 20, 7)).isEqualTo(squares(4));
    }

    private static List<Integer> deliveredBeforeSayWhen(int chunk, int total, int failAt) {
        List<Integer> delivered = new ArrayList<>();
        Iterator<Integer> results =
                chunked(chunk).imap(SQUARE, SayWhen.numbers(total, failAt)).iterator();
        assertThatThrownBy(() -> results.forEachRemaining(delivered::add)).isInstanceOf(SayWhen.class);
        return delivered;
    }

    @Test
    void imapUnorderedDeliversEverythingOnce() {
        for (int count : new int[] {10, 1000}) {
            List<Integer> seen = new ArrayList<>();
            pool.imapUnordered(SQUARE, SayWhen.range(count)).forEach(seen::add);
            Collections.sort(seen);
            assertThat(seen).isEqualTo(squares(count));
        }
    }

    @Test
    void imapUnorderedThrowsWhatTheInputThrows() throws Exception {
        Set<Integer> seen = new HashSet<>();
        Iterator<Integer> results =
                chunked(1).imapUnordered(SQUARE, SayWhen.numbers(20, 7)).iterator();
        assertThatThrownBy(() ->
                        results.forEachRemaining(x -> assertThat(seen.add(x)).isTrue()))
                .isInstanceOf(SayWhen.class);
        assertThat(squares(7)).containsAll(seen);
        assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
    }

    @Test
    void imapGoesOnAfterAFailedItem() {
        Iterator<Integer> results =
                pool.imap(Integer::parseInt, List.of("1", "x", "3")).iterator();

        assertThat(results.next()).isEqualTo(1);
        assertThatThrownBy(results::next).isInstanceOf(NumberFormatException.class);
        assertThat(results.next()).isEqualTo(3);
        assertThat(results.hasNext()).isFalse();
    }

    @Test
    void endlessInputIsReadNoFurtherThanTheBuffer() {
        AtomicInteger asked = new AtomicInteger();
        Iterable<Integer> endless =
                () -> Stream.generate(asked::getAndIncrement).iterator();
        int buffer = 16;

        try (Results<Integer> results =
                pool.with(TaskOptions.builder().buffer(buffer).build()).imap(SQUARE, endless)) {
            Iterator<Integer> iterator = results.iterator();
            for (int i = 0; i < 10; i++) {
                assertThat(iterator.next()).isEqualTo(i * i);
            }
        }
        assertThat(asked.get()).isLessThanOrEqualTo(10 + buffer);
    }

    @Test
    void emptyInputGivesEmptyResults() throws Exception {
        assertThat(pool.map(SQUARE, List.<Integer>of())).isEmpty();
        assertThat(pool.imap(SQUARE, List.<Integer>of())).isEmpty();
        assertThat(pool.imapUnordered(SQUARE, List.<Integer>of())).isEmpty();
        assertThat(pool.mapAsync(SQUARE, List.<Integer>of()).get()).isEmpty();
    }

    @Test
    void mapRunsEverythingAndThrowsTheFirstFailureWithTheOthersSuppressed() {
        String megabyte = "x".repeat(1 << 20);
        TaskFunction<Integer, Integer> failing = x -> {
            throw new IllegalStateException(x + megabyte);
        };
        assertThatThrownBy(() -> pool.map(failing, List.of(0, 1)))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(e -> {
                    assertThat(e.getMessage()).startsWith("0x");
                    assertThat(e.getSuppressed()).hasSize(1);
                    assertThat(e.getSuppressed()[0].getMessage()).startsWith("1x");
                });
    }

    @Test
    void everyReadyWorkerGetsAFirstItem() {
        Set<Long> pids = new HashSet<>();
        pool.outcomes(SQUARE, SayWhen.range(400)).forEach(o -> pids.add(o.pid()));
        assertThat(pids).hasSizeGreaterThanOrEqualTo(2);
        assertThat(pool.workers().stream().map(WorkerInfo::pid).toList()).containsAll(pids);
    }

    @Test
    void resultsCanBeIteratedOnce() {
        Results<Integer> results = pool.imap(SQUARE, SayWhen.range(3));
        assertThat(results.stream().toList()).containsExactly(0, 1, 4);
        assertThatThrownBy(results::iterator).isInstanceOf(IllegalStateException.class);
        assertThatCode(results::close).doesNotThrowAnyException();
    }
}
