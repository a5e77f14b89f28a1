package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Items and results that travel together: each keeps its value, its place and its fate. */
@ExtendWith(Leftovers.class)
class BatchingIT {

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

    private static Tasks chunked(int size) {
        return pool.with(TaskOptions.builder().chunkSize(size).build());
    }

    @Test
    void aListOfNumbersBelongsToTheCaller() throws Exception {
        List<Integer> squares = pool.map(SQUARE, List.of(5, 4, 3));
        squares.sort(null);
        squares.add(100);
        squares.remove((Object) 16);
        assertThat(squares).containsExactly(9, 25, 100);

        List<Integer> more = pool.map(SQUARE, List.of(1, 2));
        assertThat(pool.apply((List<Integer> list) -> list.getClass().getName() + list, more))
                .isEqualTo("java.util.ArrayList[1, 4]");
        assertThat(pool.map(SQUARE, more)).containsExactly(1, 16);
    }

    @Tag("jdk")
    @Test
    void numbersOfEveryKindKeepTheirValueAndType() throws Exception {
        Random random = new Random(3);
        List<Object> edges = Arrays.asList(
                0,
                -1,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                0L,
                -1L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                0.0,
                -0.0,
                Double.NaN,
                Double.MIN_VALUE,
                Double.NEGATIVE_INFINITY,
                1.5f,
                (short) 7,
                (byte) 8,
                'c',
                true,
                null,
                "text");
        for (int round = 0; round < 40; round++) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(3000); i++) {
                // runs of one type, with others among them now and then
                items.add(random.nextInt(50) == 0 ? edges.get(random.nextInt(edges.size())) : (Object) i);
            }
            assertThat(chunked(1 + random.nextInt(4)).map(SAME, items)).isEqualTo(items);
        }
        for (Object edge : edges) {
            assertThat(pool.map(SAME, Collections.nCopies(500, edge))).isEqualTo(Collections.nCopies(500, edge));
            assertThat(pool.apply(SAME, edge)).isEqualTo(edge);
        }
    }

    @Tag("jdk")
    @Test
    void resultsOfSeveralTypesFromArgumentsOfOne() throws Exception {
        TaskFunction<Integer, Object> kind =
                x -> x % 7 == 3 ? "s" + x : x % 7 == 4 ? (Object) (x * 2L) : x % 7 == 5 ? null : (Object) x;
        List<Object> expected = new ArrayList<>();
        for (int x : SayWhen.range(20_000)) {
            expected.add(kind.apply(x));
        }
        assertThat(pool.map(kind, SayWhen.range(20_000))).isEqualTo(expected);
        assertThat(chunked(1).map(kind, SayWhen.range(20_000))).isEqualTo(expected);
        try (Results<Object> results = pool.imap(kind, SayWhen.range(20_000))) {
            List<Object> all = new ArrayList<>();
            results.forEach(all::add);
            assertThat(all).isEqualTo(expected);
        }
    }

    @Test
    void aFailureAmongPackedResultsIsThatOfItsItemAlone() {
        TaskFunction<Integer, Integer> picky = x -> {
            if (x % 1000 == 777) {
                throw new IllegalArgumentException("no " + x);
            }
            return x + 1;
        };
        try (Results<Outcome<Integer>> outcomes = pool.outcomes(picky, SayWhen.range(10_000))) {
            int seen = 0;
            for (Outcome<Integer> outcome : outcomes) {
                seen++;
                if (outcome.index() % 1000 == 777) {
                    assertThat(outcome.failure()).hasMessage("no " + outcome.index());
                } else {
                    assertThat(outcome.get()).isEqualTo((int) outcome.index() + 1);
                }
            }
            assertThat(seen).isEqualTo(10_000);
        }
    }

    @Test
    void aDeathAmongPackedItemsIsThatOfItsItemAlone() throws Exception {
        try (Pool own =
                Pool.builder().processes(2).output(WorkerOutput.discarding()).open()) {
            own.map(SQUARE, SayWhen.range(50_000)); // known to be quick, so that chunks are large
            TaskFunction<Integer, Integer> deadly = x -> {
                if (x == 5_555 || x == 44_444) {
                    Runtime.getRuntime().halt(3);
                }
                return x * x;
            };
            List<Long> dead = new ArrayList<>();
            try (Results<Outcome<Integer>> outcomes = own.outcomes(deadly, SayWhen.range(50_000))) {
                int seen = 0;
                for (Outcome<Integer> outcome : outcomes) {
                    seen++;
                    if (outcome.isSuccess()) {
                        int x = (int) outcome.index();
                        assertThat(outcome.get()).isEqualTo(x * x);
                    } else {
                        assertThat(outcome.failure()).isInstanceOf(WorkerDiedException.class);
                        dead.add(outcome.index());
                    }
                }
                assertThat(seen).isEqualTo(50_000);
            }
            assertThat(dead).containsExactlyInAnyOrder(5_555L, 44_444L);
        }
    }
}
