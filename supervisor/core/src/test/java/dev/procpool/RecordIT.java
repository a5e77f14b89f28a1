package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.TaskContext;
import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records and beans that travel together: each keeps its fields, its place and its fate. */
@ExtendWith(Leftovers.class)
@Timeout(240)
class RecordIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MANY = 100_000;
    private static final String DEADLY = "die";
    private static final long SEED = Long.getLong("procpool.seed", System.nanoTime());

    record Reading(int id, double value, String unit) {}

    enum Kind {
        SMALL,
        LARGE {
            @Override
            public String toString() {
                return "large";
            }
        }
    }

    record Other(Kind kind, Long number, Reading reading) {}

    static class Named {
        private String name;
    }

    static final class Bean extends Named {
        private final int id;
        private Kind kind;

        Bean(int id, String name) {
            this.id = id;
            this.kind = Kind.values()[id & 1];
            ((Named) this).name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bean bean && bean.toString().equals(toString());
        }

        @Override
        public int hashCode() {
            return id;
        }

        @Override
        public String toString() {
            return id + " " + kind + " " + ((Named) this).name;
        }
    }

    private static final TaskFunction<Reading, Reading> PICKY = reading -> {
        if (DEADLY.equals(reading.unit())) {
            Runtime.getRuntime().halt(3);
        }
        if ("throw".equals(reading.unit())) {
            throw new IllegalArgumentException("no " + reading.id());
        }
        return new Reading(reading.id() + 1, reading.value(), reading.unit());
    };

    private static Pool pool;

    @BeforeAll
    static void open() throws InterruptedException {
        pool = Pool.builder()
                .processes(2)
                .restartPolicy(RestartPolicy.unlimited())
                .output(WorkerOutput.discarding())
                .open();
        assertThat(pool.awaitReady(LONG)).isTrue();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    private static Object record(Random random, int i) {
        return new Reading(i, random.nextDouble(), random.nextInt(9) == 0 ? null : "unit 中 " + random.nextInt(99));
    }

    private static Object other(Random random, int i) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> null;
            case 2 -> random.nextInt();
            case 3 -> "text " + i;
            case 4 -> new Other(Kind.values()[i & 1], i % 3 == 0 ? null : (long) i, new Reading(i, i, null));
            case 5 -> new Reading(i, 0, "x".repeat(1_001));
            default -> new Bean(i, "bean " + i);
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000})
    @Tag("jdk")
    void recordsArriveAsTheyWereAndInOrder(int chunkSize) throws Exception {
        Random random = new Random(SEED);
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            items.add(random.nextInt(1_000) > 0 ? record(random, i) : other(random, i));
        }

        RoundTrips.assertArriveEqual(pool, items, chunkSize, SEED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @Tag("jdk")
    void beansArriveAsTheyWereAndInOrder(int chunkSize) throws Exception {
        RoundTrips.assertArriveEqual(
                pool,
                IntStream.range(0, MANY)
                        .mapToObj(i -> (Object) new Bean(i, i % 5 == 0 ? null : "é" + i))
                        .toList(),
                chunkSize,
                SEED);
    }

    @Test
    void recordsWithRecordsAndNullsArriveAsTheyWere() throws Exception {
        RoundTrips.assertArriveEqual(
                pool,
                IntStream.range(0, MANY)
                        .mapToObj(i -> i % 4 == 0
                                ? null
                                : (Object) new Other(
                                        i % 7 == 0 ? null : Kind.values()[i & 1],
                                        i % 3 == 0 ? null : (long) i,
                                        i % 5 == 0 ? null : new Reading(i, i, "u")))
                        .toList(),
                0,
                SEED);
    }

    @Test
    void numbersBecomeRecordsAndRecordsBecomeNumbers() throws Exception {
        List<Reading> readings =
                pool.map((Integer x) -> x % 10 == 0 ? null : new Reading(x, x, "n"), List.of(1, 10, 3));

        assertThat(readings).containsExactly(new Reading(1, 1, "n"), null, new Reading(3, 3, "n"));
        assertThat(pool.map((Reading x) -> x == null ? -1 : x.id(), readings)).containsExactly(1, -1, 3);
        assertThat(pool.apply(PICKY, new Reading(1, 2, "x"))).isEqualTo(new Reading(2, 2, "x"));
        readings.add(null);
        assertThat(readings).hasSize(4);
    }

    private static List<Reading> withOddOnes(int count, int odd) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Reading(i, i, i % odd == odd / 2 ? DEADLY : i % odd == odd / 3 ? "throw" : "é" + i))
                .toList();
    }

    @Test
    void deathsAndFailuresAreThoseOfTheirItemsAlone() throws Exception {
        pool.map(PICKY, withOddOnes(50_000, Integer.MAX_VALUE)); // known to be quick, so that chunks are large
        assertEachHasItsFate(withOddOnes(3 * MANY, MANY / 3), pool);
    }

    @Test
    void deathsAndFailuresAreThoseOfTheirItemsWhereEachResultIsCommitted() {
        assertEachHasItsFate(
                withOddOnes(6_000, 2_000),
                pool.with(TaskOptions.builder().commitPerItem().chunkSize(50).build()));
    }

    private static void assertEachHasItsFate(List<Reading> items, Tasks tasks) {
        RoundTrips.assertEachHasItsFate(tasks, PICKY, items, index -> {
            Reading item = items.get(index);
            if (item.unit().equals(DEADLY)) {
                return RoundTrips.DIES;
            }
            return item.unit().equals("throw")
                    ? new RoundTrips.Throws("no " + index)
                    : new Reading(index + 1, index, item.unit());
        });
    }

    @Test
    void anItemThatKillsItsWorkerOnceIsRunAgain() throws Exception {
        TaskFunction<Reading, Reading> deadlyOnce = reading -> {
            if (reading.unit().equals(DEADLY)
                    && TaskContext.current().orElseThrow().incarnation() == 1) {
                Runtime.getRuntime().halt(3);
            }
            return new Reading(-reading.id(), reading.value(), reading.unit());
        };
        List<Reading> items = IntStream.range(0, 20_000)
                .mapToObj(i -> new Reading(i, i, i == 11_111 ? DEADLY : "text " + i))
                .toList();
        try (Pool own =
                Pool.builder().processes(2).output(WorkerOutput.discarding()).open()) {
            Tasks tasks = own.with(TaskOptions.builder().retries(3).build());

            List<Reading> results = tasks.map(deadlyOnce, items);

            assertThat(results)
                    .isEqualTo(items.stream()
                            .map(item -> new Reading(-item.id(), item.value(), item.unit()))
                            .toList());
        }
    }
}
