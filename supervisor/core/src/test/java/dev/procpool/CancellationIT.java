package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Endless;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Marks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Calls that are cancelled: running items are stopped, waiting items never run. */
@ExtendWith(Leftovers.class)
class CancellationIT {

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

    @Test
    void aCancelledItemIsKilledAndThePrefetchedOneBehindItStillCompletes() throws Exception {
        try (Pool pool = Pool.open(1)) {
            for (int i = 0; i < 2000; i++) {
                pool.apply(SQUARE, i); // quick: so the next ones are sent ahead
            }
            TaskFunction<Integer, Integer> sometimesSlow = x -> x < 0 ? Endless.spinForEver() : x * x;
            assertThat(pool.map(sometimesSlow, SayWhen.range(5000))).hasSize(5000);
            TaskFuture<Integer> endless = pool.applyAsync(sometimesSlow, -1);
            TaskFuture<Integer> behind = pool.applyAsync(sometimesSlow, 4);

            assertThatThrownBy(() -> endless.get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            assertThat(endless.cancel(true)).isTrue();

            assertThat(behind.get(30, TimeUnit.SECONDS)).isEqualTo(16);
            assertThatThrownBy(endless::get).isInstanceOf(CancellationException.class);
            assertThat(pool.stats().deaths()).isZero();
        }
    }

    @Test
    void whatWasCancelledNeverRunsHoweverQuicklyOneFollowsTheOther(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("marks");
        try (Pool pool = Pool.open(1)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            for (int round = 0; round < 3000; round++) {
                List<TaskFuture<Integer>> futures = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    int item = round * 4 + i;
                    futures.add(pool.applyAsync(() -> Marks.add(file, item)));
                }
                for (TaskFuture<Integer> future : futures) {
                    future.cancel(false);
                }
                assertThat(pool.apply(SQUARE, round)).isEqualTo(round * round);
            }
            assertThat(pool.stats().deaths()).isZero();
            assertThat(pool.workers().get(0).incarnation()).isEqualTo(1);
            assertThat(Marks.in(file)).doesNotHaveDuplicates().hasSizeLessThan(12_000);
        }
    }

    @Test
    void cancellingWithoutInterruptingLetsTheRunningItemEndAndStopsTheRest(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("marks");
        try (Pool pool = Pool.open(1)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            long pid = pool.workers().get(0).pid();
            TaskFuture<List<Integer>> future = pool.with(
                            TaskOptions.builder().chunkSize(10).build())
                    .mapAsync(
                            (Integer x) -> {
                                Thread.sleep(300);
                                return Marks.add(file, x);
                            },
                            SayWhen.range(30));
            Await.until(() -> Files.exists(file));
            future.cancel(false);

            assertThat(future.isDone()).isTrue();
            assertThat(pool.apply(SQUARE, 3)).isEqualTo(9);
            assertThat(Marks.in(file)).hasSizeLessThanOrEqualTo(3);
            assertThat(pool.workers().get(0).pid()).isEqualTo(pid);
        }
    }

    @Test
    void cancelPendingDeliversWhatRunsAndCancelsTheRest() throws Exception {
        Results<Outcome<Integer>> results = pool.outcomes(
                (Integer x) -> {
                    Thread.sleep(300);
                    return x;
                },
                SayWhen.range(100));
        List<Outcome<Integer>> outcomes = new ArrayList<>();
        for (Outcome<Integer> outcome : results) {
            outcomes.add(outcome);
            results.cancelPending();
        }

        assertThat(outcomes.stream().filter(Outcome::isSuccess).count()).isBetween(1L, 4L);
        assertThat(outcomes.stream().filter(o -> !o.isSuccess()))
                .allMatch(o -> o.failure() instanceof CancellationException);
        assertThat(pool.stats().workers()).isEqualTo(2);
    }

    @Test
    void failFastCancelsTheRestAndThrowsTheFailureThatCameFirst(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("marks");
        assertThatThrownBy(() -> pool.with(
                                TaskOptions.builder().failFast().chunkSize(1).build())
                        .map(
                                (Integer x) -> {
                                    Marks.add(file, x);
                                    if (x == 3) {
                                        throw new IllegalStateException("the third");
                                    }
                                    Thread.sleep(x == 0 ? 60_000 : 50);
                                    return x;
                                },
                                SayWhen.range(1000)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the third");
        assertThat(Marks.in(file)).hasSizeLessThan(20);
        assertThat(pool.apply(SQUARE, 3)).isEqualTo(9);
    }

    @Test
    void anInterruptedCallerCancelsItsItemsOnly() throws Exception {
        ConcurrentLinkedQueue<Object> seen = new ConcurrentLinkedQueue<>();
        Thread caller = new Thread(() -> {
            try {
                pool.apply(() -> {
                    Thread.sleep(60_000);
                    return 0;
                });
            } catch (InterruptedException e) {
                seen.add("interrupted");
            }
        });
        caller.start();
        Await.until(() -> pool.stats().running() > 0);
        caller.interrupt();
        caller.join();

        assertThat(seen).containsExactly("interrupted");
        assertThat(pool.apply(SQUARE, 6)).isEqualTo(36);
        assertThat(pool.awaitReady(Duration.ofSeconds(60))).isTrue();
    }

    @Tag("jdk")
    @Test
    void aCancelledRunningItemIsStoppedAndReplaced() throws Exception {
        TaskFuture<Integer> endless = pool.applyAsync(
                (Integer x) -> {
                    while (true) {
                        Thread.onSpinWait();
                    }
                },
                1);
        Await.until(() -> pool.stats().running() > 0);

        assertThat(endless.cancel(true)).isTrue();
        assertThat(endless.isDone()).isTrue();
        assertThatThrownBy(endless::get).isInstanceOf(CancellationException.class);
        assertThat(endless.cancel(true)).isFalse();
        assertThat(pool.awaitReady(Duration.ofSeconds(60))).isTrue();
    }
}
