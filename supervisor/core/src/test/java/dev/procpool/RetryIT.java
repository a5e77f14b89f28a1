package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Marks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Items that failed and run again, as their options say. */
@ExtendWith(Leftovers.class)
class RetryIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final Duration LONG = Duration.ofSeconds(60);

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

    @Tag("jdk")
    @Test
    void anItemThatDiesIsRetriedAndItsOutcomeNamesTheAttempt(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("marks");
        List<Outcome<Integer>> outcomes = Outcomes.all(pool.with(TaskOptions.builder()
                        .retries(3)
                        .retryDelay(Duration.ofMillis(10))
                        .keepOrder()
                        .build())
                .outcomes(
                        (Integer x) -> {
                            if (x == 4) {
                                Marks.add(file, x);
                                if (Marks.in(file).size() < 3) {
                                    Runtime.getRuntime().halt(1);
                                }
                            }
                            return x * x;
                        },
                        SayWhen.range(8)));

        assertThat(outcomes).allMatch(Outcome::isSuccess);
        assertThat(outcomes.get(4).value()).isEqualTo(16);
        assertThat(outcomes.get(4).attempt()).isEqualTo(3);
        assertThat(outcomes.get(3).attempt()).isEqualTo(1);
    }

    @Test
    void anItemThatKillsEveryWorkerIsPoisonWithAllItsAttempts() throws Exception {
        try (Pool pool =
                Pool.builder().processes(2).output(WorkerOutput.discarding()).open()) {
            assertThatThrownBy(() -> pool.with(TaskOptions.builder()
                                    .retries(2)
                                    .retryDelay(Duration.ZERO)
                                    .build())
                            .apply(() -> {
                                Runtime.getRuntime().halt(42);
                                return 1;
                            }))
                    .isInstanceOfSatisfying(PoisonItemException.class, e -> {
                        assertThat(e.attempts()).hasSize(3).allMatch(r -> r.exitCode() == 42);
                        assertThat(e.attempts().stream().map(ExitReport::pid).distinct())
                                .hasSize(3);
                        assertThat(e).hasMessageContaining("has ended each of the 3 workers that ran it");
                    });
            assertThat(pool.apply(SQUARE, 3)).isEqualTo(9);
        }
    }

    @Test
    void exceptionsAreRetriedOnlyWhereThatWasAskedFor(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("marks");
        TaskFunction<Integer, Integer> failing = x -> {
            Marks.add(file, x);
            throw new IllegalStateException("attempt " + Marks.in(file).size());
        };
        TaskOptions.Builder twice = TaskOptions.builder().retries(2).retryDelay(Duration.ofMillis(5));
        assertThatThrownBy(() -> pool.with(twice.build()).apply(failing, 1)).hasMessage("attempt 3");
        assertThatThrownBy(() -> pool.with(
                                twice.retryOn(RetryOn.DIED, RetryOn.TIMEOUT).build())
                        .apply(failing, 1))
                .hasMessage("attempt 4");
    }

    @Test
    void retriesInTheMiddleOfAChunkLoseAndDoubleNothing() throws Exception {
        List<Outcome<Integer>> outcomes = Outcomes.all(pool.with(TaskOptions.builder()
                        .retries(1)
                        .retryDelay(Duration.ofMillis(1))
                        .chunkSize(100)
                        .keepOrder()
                        .build())
                .outcomes(
                        (Integer x) -> {
                            if (x % 10 == 9) {
                                throw new IllegalStateException("no " + x);
                            }
                            return x;
                        },
                        SayWhen.range(1000)));
        assertThat(outcomes).hasSize(1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(outcomes.get(i).index()).isEqualTo(i);
            assertThat(outcomes.get(i).isSuccess()).isEqualTo(i % 10 != 9);
            assertThat(outcomes.get(i).attempt()).isEqualTo(i % 10 == 9 ? 2 : 1);
        }
    }

    @Test
    void anItemThatCouldBeRetriedOnlyAfterTheDeadlineFailsAsItDid() throws Exception {
        assertThat(pool.awaitReady(LONG)).isTrue();
        assertThatThrownBy(() -> pool.with(TaskOptions.builder()
                                .retries(3)
                                .retryDelay(Duration.ofSeconds(30))
                                .deadline(Instant.now().plusSeconds(2))
                                .build())
                        .apply(() -> {
                            throw new IllegalStateException("the reason");
                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the reason");
    }

    @Test
    void failedItemsAmongPackedResultsAreRetried() throws Exception {
        TaskFunction<Integer, Integer> fails = x -> {
            if (x % 500 == 7) {
                throw new IllegalStateException("item " + x);
            }
            return x;
        };
        TaskOptions options = TaskOptions.builder()
                .retries(2)
                .retryOn(RetryOn.ERROR)
                .retryDelay(Duration.ofMillis(1))
                .build();
        try (Results<Outcome<Integer>> outcomes = pool.with(options).outcomes(fails, SayWhen.range(3_000))) {
            int failed = 0;
            int seen = 0;
            for (Outcome<Integer> outcome : outcomes) {
                seen++;
                boolean bad = outcome.index() % 500 == 7;
                failed += bad ? 1 : 0;
                assertThat(outcome.isSuccess()).isEqualTo(!bad);
                assertThat(outcome.attempt()).isEqualTo(bad ? 3 : 1);
            }
            assertThat(seen).isEqualTo(3_000);
            assertThat(failed).isEqualTo(6);
        }
    }
}
