package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Endless;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Marks;
import dev.procpool.testing.Pids;
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

/** Items that take too long, and deadlines that pass. */
@ExtendWith(Leftovers.class)
class TimeoutIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final Duration LONG = Duration.ofSeconds(60);

    private static Pool pool;

    @BeforeAll
    static void open() throws InterruptedException {
        pool = Pool.open(1);
        assertThat(pool.awaitReady(LONG)).isTrue();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    @Tag("jdk")
    @Test
    void anOverdueItemFailsWithTheStackOfItsWorkerWhichIsKilledAndReplaced() throws Exception {
        try (Pool pool = Pool.open(2)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            TaskFuture<Integer> neighbour = pool.applyAsync(() -> {
                Thread.sleep(2500);
                return 7;
            });
            Tasks timed = pool.with(
                    TaskOptions.builder().timeout(Duration.ofMillis(500)).build());
            long start = System.nanoTime();

            assertThatThrownBy(() -> timed.apply(Endless::spinForEver))
                    .isInstanceOfSatisfying(TaskTimeoutException.class, e -> {
                        assertThat(e.timeout()).isEqualTo(Duration.ofMillis(500));
                        assertThat(e.itemIndex()).isZero();
                        assertThat(e.workerStack())
                                .anyMatch(f -> f.getMethodName().equals("spinForEver"));
                        assertThat(e.getStackTrace())
                                .as("where the worker was, and then where it was waited for")
                                .extracting(StackTraceElement::getMethodName)
                                .containsSubsequence(
                                        "spinForEver",
                                        "task 2",
                                        "anOverdueItemFailsWithTheStackOfItsWorkerWhichIsKilledAndReplaced")
                                .doesNotContain("failureOf");
                        assertThat(e).hasMessageStartingWith("task 2 took longer than 500ms; worker ");
                        assertThat(Pids.isAlive(e.pid())).isFalse();
                    });

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1500));
            assertThat(neighbour.get()).isEqualTo(7);
            assertThat(pool.awaitReady(LONG)).isTrue();
            assertThat(pool.apply(SQUARE, 3)).isEqualTo(9);
            assertThat(pool.workers()).hasSize(2);
            assertThat(pool.stats().deaths()).as("procpool killed it").isZero();
        }
    }

    @Test
    void aTimeoutCountsForEachItemOfAChunkAndTouchesNoneOfItsNeighbours(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("marks");
        List<Outcome<Integer>> outcomes = Outcomes.all(pool.with(TaskOptions.builder()
                        .timeout(Duration.ofMillis(600))
                        .chunkSize(20)
                        .commitPerItem()
                        .build())
                .outcomes(
                        (Integer x) -> {
                            Marks.add(file, x);
                            if (x == 7) {
                                Endless.spinForEver();
                            }
                            Thread.sleep(100);
                            return x * x;
                        },
                        SayWhen.range(20)));

        assertThat(outcomes).hasSize(20);
        assertThat(outcomes.stream().filter(o -> !o.isSuccess()).map(Outcome::index))
                .containsExactly(7L);
        assertThat(Outcomes.at(outcomes, 7).failure()).isInstanceOf(TaskTimeoutException.class);
        assertThat(Marks.in(file)).as("each ran exactly once").hasSize(20).doesNotHaveDuplicates();
    }

    @Tag("jdk")
    @Test
    void aSoftTimeoutInterruptsTheItemAndItsWorkerLivesOn() throws Exception {
        assertThat(pool.awaitReady(LONG)).isTrue();
        long pid = pool.workers().get(0).pid();
        Tasks soft = pool.with(
                TaskOptions.builder().softTimeout(Duration.ofMillis(200)).build());

        assertThatThrownBy(() -> soft.apply(() -> {
                    Thread.sleep(60_000);
                    return 1;
                }))
                .isInstanceOf(TaskTimeoutException.class)
                .hasCauseInstanceOf(InterruptedException.class)
                .hasMessageContaining("took longer than 200ms, and was interrupted in worker 1 (pid " + pid + ")");
        assertThat(soft.<Integer>apply(() -> {
                    try {
                        Thread.sleep(60_000);
                        return 1;
                    } catch (InterruptedException e) {
                        return 2;
                    }
                }))
                .as("a value is a value")
                .isEqualTo(2);
        assertThat(pool.<Boolean>apply(() -> Thread.currentThread().isInterrupted()))
                .isFalse();
        assertThat(pool.workers().get(0).pid()).isEqualTo(pid);
    }

    @Test
    void aHardTimeoutFollowsASoftOneThatWasIgnored() throws Exception {
        Tasks both = pool.with(TaskOptions.builder()
                .softTimeout(Duration.ofMillis(200))
                .timeout(Duration.ofMillis(600))
                .build());
        assertThatThrownBy(() -> both.apply(Endless::spinForEver))
                .isInstanceOfSatisfying(
                        TaskTimeoutException.class, e -> assertThat(e.timeout()).isEqualTo(Duration.ofMillis(600)));
    }

    @Test
    void aStoppedWorkerIsKilledWhenItsTimedItemIsOverdue() throws Exception {
        assertThatThrownBy(() -> pool.with(TaskOptions.builder()
                                .timeout(Duration.ofMillis(500))
                                .build())
                        .apply(() -> {
                            new ProcessBuilder(
                                            "kill",
                                            "-STOP",
                                            Long.toString(
                                                    ProcessHandle.current().pid()))
                                    .start()
                                    .waitFor();
                            return 1;
                        }))
                .isInstanceOfSatisfying(TaskTimeoutException.class, e -> assertThat(e.workerStack())
                        .as("it cannot say where it is")
                        .isEmpty());
        assertThat(pool.apply(SQUARE, 2)).isEqualTo(4);
    }

    @Test
    void whatHasNotStartedAtTheDeadlineExpiresAndNeverRuns(@TempDir Path directory) throws Exception {
        assertThat(pool.awaitReady(LONG)).isTrue();
        Path file = directory.resolve("marks");
        List<Outcome<Integer>> outcomes = Outcomes.all(pool.with(TaskOptions.builder()
                        .deadline(Instant.now().plusMillis(1000))
                        .chunkSize(5)
                        .build())
                .outcomes(
                        (Integer x) -> {
                            Marks.add(file, x);
                            Thread.sleep(400);
                            return x * x;
                        },
                        SayWhen.range(20)));

        List<Long> ran =
                outcomes.stream().filter(Outcome::isSuccess).map(Outcome::index).toList();
        assertThat(outcomes).hasSize(20);
        assertThat(ran).hasSizeBetween(1, 4);
        assertThat(outcomes.stream().filter(o -> !o.isSuccess()))
                .allMatch(o -> o.failure() instanceof TaskExpiredException);
        assertThat(Marks.in(file)).hasSize(ran.size());
        assertThatThrownBy(() -> pool.with(TaskOptions.builder()
                                .deadline(Instant.now().minusSeconds(1))
                                .build())
                        .apply(SQUARE, 2))
                .isInstanceOf(TaskExpiredException.class);
    }
}
