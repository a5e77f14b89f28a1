package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Timeouts, cancellation, retries, recycling: what a pool does with time and with workers. */
@ExtendWith(Leftovers.class)
class SupervisionIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final Duration LONG = Duration.ofSeconds(60);

    @SuppressWarnings("InfiniteLoopStatement")
    private static int spinForEver() {
        while (true) {
            Thread.onSpinWait();
        }
    }

    private static Outcome<Integer> spinOn(List<Outcome<Integer>> outcomes, long index) {
        return outcomes.stream().filter(o -> o.index() == index).findFirst().orElseThrow();
    }

    private static List<Outcome<Integer>> all(Results<Outcome<Integer>> results) {
        List<Outcome<Integer>> all = new ArrayList<>();
        results.forEach(all::add);
        return all;
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** Leaves a mark of each run of an item, whatever happens to its worker afterwards. */
    private static int mark(Path file, int item) throws IOException {
        Files.writeString(file, item + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return item;
    }

    private static List<Integer> marks(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(Integer::valueOf).toList()
                : List.of();
    }

    // ---- timeouts

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

            assertThatThrownBy(() -> timed.apply(SupervisionIT::spinForEver))
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
                                        "item 0",
                                        "anOverdueItemFailsWithTheStackOfItsWorkerWhichIsKilledAndReplaced")
                                .doesNotContain("failureOf");
                        assertThat(e).hasMessageContaining("PT0.5S").hasMessageContaining("worker ");
                        assertThat(isAlive(e.pid())).isFalse();
                    });

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1500));
            assertThat(neighbour.get()).isEqualTo(7);
            assertThat(pool.awaitReady(LONG)).isTrue();
            assertThat(pool.apply(SQUARE, 3)).isEqualTo(9);
            assertThat(pool.workers()).hasSize(2);
            assertThat(pool.stats().deaths()).as("procpool killed it").isZero();
        }
    }

    private static void waitsForSomethingElse(Pool pool, CountDownLatch submitted) {
        TaskFuture<Integer> slow = pool.applyAsync(() -> {
            Thread.sleep(1000);
            return 1;
        });
        submitted.countDown();
        try {
            slow.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDeathHasTheFramesOfWhoCalledNotOfWhoHeardOfIt() throws Exception {
        try (Pool pool = Pool.open(2)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            CountDownLatch submitted = new CountDownLatch(1);
            Thread other = new Thread(() -> waitsForSomethingElse(pool, submitted));
            other.start();
            submitted.await();

            assertThatThrownBy(() -> pool.apply(() -> {
                        Thread.sleep(200);
                        Runtime.getRuntime().halt(5);
                        return 0;
                    }))
                    .isInstanceOfSatisfying(WorkerDiedException.class, e -> {
                        assertThat(e.getStackTrace()[0].toString())
                                .startsWith("worker " + e.workerId() + " (pid " + e.pid() + ").item 0");
                        assertThat(e.getStackTrace())
                                .extracting(StackTraceElement::getMethodName)
                                .contains("aDeathHasTheFramesOfWhoCalledNotOfWhoHeardOfIt")
                                .doesNotContain("waitsForSomethingElse", "failureOf");
                    });
            other.join();
        }
    }

    @Test
    void aTimeoutCountsForEachItemOfAChunkAndTouchesNoneOfItsNeighbours(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("marks");
        try (Pool pool = Pool.open(1)) {
            List<Outcome<Integer>> outcomes = all(pool.with(TaskOptions.builder()
                            .timeout(Duration.ofMillis(600))
                            .chunkSize(20)
                            .commitPerItem()
                            .build())
                    .outcomes(
                            (Integer x) -> {
                                mark(file, x);
                                if (x == 7) {
                                    spinForEver();
                                }
                                Thread.sleep(100);
                                return x * x;
                            },
                            SayWhen.range(20)));

            assertThat(outcomes).hasSize(20);
            assertThat(outcomes.stream().filter(o -> !o.isSuccess()).map(Outcome::index))
                    .containsExactly(7L);
            assertThat(spinOn(outcomes, 7).failure()).isInstanceOf(TaskTimeoutException.class);
            assertThat(marks(file)).as("each ran exactly once").hasSize(20).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatAnOverdueTaskHasStartedDiesWithIt() throws Exception {
        try (Pool pool = Pool.open(1)) {
            CompletableFuture<Long> sleeper = new CompletableFuture<>();
            try (Pool listening = Pool.builder()
                    .processes(1)
                    .output((worker, pid, source, line) -> sleeper.complete(Long.parseLong(line)))
                    .open()) {
                assertThatThrownBy(() -> listening
                                .with(TaskOptions.builder()
                                        .timeout(Duration.ofMillis(700))
                                        .build())
                                .apply(() -> {
                                    Process child = new ProcessBuilder("sleep", "600").start();
                                    System.out.println(child.pid());
                                    return spinForEver();
                                }))
                        .isInstanceOf(TaskTimeoutException.class);
                long pid = sleeper.get(10, TimeUnit.SECONDS);
                Leftovers.await(() -> !isAlive(pid));
                assertThat(isAlive(pid)).isFalse();
            }
            assertThat(pool.apply(SQUARE, 2)).isEqualTo(4);
        }
    }

    @Test
    void whatATaskLeavesRunningDiesWithItsWorkerEvenWhenItWasOrphaned() throws Exception {
        CompletableFuture<Long> sleeper = new CompletableFuture<>();
        try (Pool pool = Pool.builder()
                .processes(1)
                .output((worker, pid, source, line) -> sleeper.complete(Long.parseLong(line.strip())))
                .open()) {
            assertThatThrownBy(() -> pool.apply(() -> {
                        // the shell ends at once: its child belongs to nobody then
                        new ProcessBuilder("sh", "-c", "sleep 600 >/dev/null 2>&1 & echo $!")
                                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                                .start()
                                .waitFor();
                        Runtime.getRuntime().halt(9);
                        return 1;
                    }))
                    .isInstanceOf(WorkerDiedException.class);
            long pid = sleeper.get(10, TimeUnit.SECONDS);
            Leftovers.await(() -> !isAlive(pid));
            assertThat(isAlive(pid)).isFalse();
        }
    }

    @Test
    void aSoftTimeoutInterruptsTheItemAndItsWorkerLivesOn() throws Exception {
        try (Pool pool = Pool.open(1)) {
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
                    .hasMessageContaining("soft timeout of PT0.2S");
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
    }

    @Test
    void aHardTimeoutFollowsASoftOneThatWasIgnored() throws Exception {
        try (Pool pool = Pool.open(1)) {
            Tasks both = pool.with(TaskOptions.builder()
                    .softTimeout(Duration.ofMillis(200))
                    .timeout(Duration.ofMillis(600))
                    .build());
            assertThatThrownBy(() -> both.apply(SupervisionIT::spinForEver))
                    .isInstanceOfSatisfying(TaskTimeoutException.class, e -> assertThat(e.timeout())
                            .isEqualTo(Duration.ofMillis(600)));
        }
    }

    @Test
    void aStoppedWorkerIsKilledWhenItsTimedItemIsOverdue() throws Exception {
        try (Pool pool = Pool.open(1)) {
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
    }

    @Test
    void whatHasNotStartedAtTheDeadlineExpiresAndNeverRuns(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("marks");
        try (Pool pool = Pool.open(1)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            List<Outcome<Integer>> outcomes = all(pool.with(TaskOptions.builder()
                            .deadline(Instant.now().plusMillis(1000))
                            .chunkSize(5)
                            .build())
                    .outcomes(
                            (Integer x) -> {
                                mark(file, x);
                                Thread.sleep(400);
                                return x * x;
                            },
                            SayWhen.range(20)));

            List<Long> ran = outcomes.stream()
                    .filter(Outcome::isSuccess)
                    .map(Outcome::index)
                    .toList();
            assertThat(outcomes).hasSize(20);
            assertThat(ran).hasSizeBetween(1, 4);
            assertThat(outcomes.stream().filter(o -> !o.isSuccess()))
                    .allMatch(o -> o.failure() instanceof TaskExpiredException);
            assertThat(marks(file)).hasSize(ran.size());
            assertThatThrownBy(() -> pool.with(TaskOptions.builder()
                                    .deadline(Instant.now().minusSeconds(1))
                                    .build())
                            .apply(SQUARE, 2))
                    .isInstanceOf(TaskExpiredException.class);
        }
    }

    // ---- cancelling

    @Test
    void aCancelledItemIsKilledAndThePrefetchedOneBehindItStillCompletes() throws Exception {
        try (Pool pool = Pool.open(1)) {
            for (int i = 0; i < 2000; i++) {
                pool.apply(SQUARE, i); // quick: so the next ones are sent ahead
            }
            TaskFunction<Integer, Integer> sometimesSlow = x -> x < 0 ? spinForEver() : x * x;
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
                    futures.add(pool.applyAsync(() -> mark(file, item)));
                }
                for (TaskFuture<Integer> future : futures) {
                    future.cancel(false);
                }
                assertThat(pool.apply(SQUARE, round)).isEqualTo(round * round);
            }
            assertThat(pool.stats().deaths()).isZero();
            assertThat(pool.workers().get(0).incarnation()).isEqualTo(1);
            assertThat(marks(file)).doesNotHaveDuplicates().hasSizeLessThan(12_000);
        }
    }

    @Test
    void whatWaitsBehindASlowItemIsTakenOverByAnIdleWorker() throws Exception {
        try (Pool pool = Pool.open(2)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            List<Integer> items = List.of(3000, 1, 2, 3, 4, 5, 6, 7);
            long start = System.nanoTime();
            List<Outcome<Integer>> outcomes =
                    all(pool.with(TaskOptions.builder().chunkSize(8).build())
                            .outcomes(
                                    (Integer millis) -> {
                                        Thread.sleep(millis);
                                        return millis;
                                    },
                                    items));

            assertThat(outcomes.get(outcomes.size() - 1).index()).isZero();
            assertThat(outcomes.stream().map(Outcome::pid).distinct()).hasSize(2);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
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
                                return mark(file, x);
                            },
                            SayWhen.range(30));
            Leftovers.await(() -> Files.exists(file));
            future.cancel(false);

            assertThat(future.isDone()).isTrue();
            assertThat(pool.apply(SQUARE, 3)).isEqualTo(9);
            assertThat(marks(file)).hasSizeLessThanOrEqualTo(3);
            assertThat(pool.workers().get(0).pid()).isEqualTo(pid);
        }
    }

    @Test
    void cancelPendingDeliversWhatRunsAndCancelsTheRest() throws Exception {
        try (Pool pool = Pool.open(2)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
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
    }

    @Test
    void failFastCancelsTheRestAndThrowsTheFailureThatCameFirst(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("marks");
        try (Pool pool = Pool.open(2)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            assertThatThrownBy(() -> pool.with(TaskOptions.builder()
                                    .failFast()
                                    .chunkSize(1)
                                    .build())
                            .map(
                                    (Integer x) -> {
                                        mark(file, x);
                                        if (x == 3) {
                                            throw new IllegalStateException("the third");
                                        }
                                        Thread.sleep(x == 0 ? 60_000 : 50);
                                        return x;
                                    },
                                    SayWhen.range(1000)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the third");
            assertThat(marks(file)).hasSizeLessThan(20);
            assertThat(pool.apply(SQUARE, 3)).isEqualTo(9);
        }
    }

    // ---- retries

    @Test
    void anItemThatDiesIsRetriedAndItsOutcomeNamesTheAttempt(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("marks");
        try (Pool pool = Pool.open(2)) {
            List<Outcome<Integer>> outcomes = all(pool.with(TaskOptions.builder()
                            .retries(3)
                            .retryDelay(Duration.ofMillis(10))
                            .keepOrder()
                            .build())
                    .outcomes(
                            (Integer x) -> {
                                if (x == 4) {
                                    mark(file, x);
                                    if (marks(file).size() < 3) {
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
                        assertThat(e).hasMessageContaining("each of 3 workers died");
                    });
            assertThat(pool.apply(SQUARE, 3)).isEqualTo(9);
        }
    }

    @Test
    void exceptionsAreRetriedOnlyWhereThatWasAskedFor(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("marks");
        TaskFunction<Integer, Integer> failing = x -> {
            mark(file, x);
            throw new IllegalStateException("attempt " + marks(file).size());
        };
        try (Pool pool = Pool.open(1)) {
            TaskOptions.Builder twice = TaskOptions.builder().retries(2).retryDelay(Duration.ofMillis(5));
            assertThatThrownBy(() -> pool.with(twice.build()).apply(failing, 1)).hasMessage("attempt 3");
            assertThatThrownBy(() -> pool.with(
                                    twice.retryOn(RetryOn.DIED, RetryOn.TIMEOUT).build())
                            .apply(failing, 1))
                    .hasMessage("attempt 4");
        }
    }

    @Test
    void retriesInTheMiddleOfAChunkLoseAndDoubleNothing() throws Exception {
        try (Pool pool = Pool.open(2)) {
            List<Outcome<Integer>> outcomes = all(pool.with(TaskOptions.builder()
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
    }

    // ---- recycling

    @Test
    void aWorkerIsReplacedAfterItsItemsAndNoneIsLost() throws Exception {
        try (Pool pool = Pool.builder().processes(3).maxTasksPerWorker(10).open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            Set<Long> before = pids(pool);
            assertThat(pool.with(TaskOptions.builder().chunkSize(1).build()).map(SQUARE, SayWhen.range(100)))
                    .isEqualTo(SayWhen.range(100).stream().map(x -> x * x).toList());
            Leftovers.await(() -> pids(pool).stream().noneMatch(before::contains));
            assertThat(pids(pool)).doesNotContainAnyElementsOf(before);
        }
    }

    private static Set<Long> pids(Pool pool) {
        return pool.workers().stream().map(WorkerInfo::pid).collect(Collectors.toSet());
    }

    @Test
    void aLimitOfItemsIsExactAndThereIsAlwaysAWorker() throws Exception {
        try (Pool pool = Pool.builder().processes(1).maxTasksPerWorker(3).open()) {
            List<Long> pids = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                pids.add(pool.apply(() -> ProcessHandle.current().pid()));
                assertThat(pool.workers()).isNotEmpty();
            }
            assertThat(pids.subList(0, 3)).containsOnly(pids.get(0));
            assertThat(pids.subList(3, 6)).containsOnly(pids.get(3)).doesNotContain(pids.get(0));
            assertThat(pids.get(6)).isNotIn(pids.get(0), pids.get(3));
        }
    }

    @Test
    void aShutdownRightAfterSubmittingKeepsAllResultsDespiteALimitOfOneItem() throws Exception {
        TaskFuture<List<Integer>> six;
        try (Pool pool = Pool.builder().processes(3).maxTasksPerWorker(1).open()) {
            six = pool.mapAsync(
                    (Integer x) -> {
                        Thread.sleep(300);
                        return x * x;
                    },
                    SayWhen.range(6));
        }
        assertThat(six.get()).containsExactly(0, 1, 4, 9, 16, 25);
    }

    @Test
    void workersAreRestartedOneAfterTheOtherWhileWorkGoesOn() throws Exception {
        try (Pool pool = Pool.open(2)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            Set<Long> before = pids(pool);
            TaskFuture<List<Integer>> work = pool.mapAsync(
                    (Integer x) -> {
                        Thread.sleep(2);
                        return x;
                    },
                    SayWhen.range(2000));
            pool.restartAll();
            int most = 0;
            while (!pids(pool).stream().noneMatch(before::contains)) {
                most = Math.max(most, (int)
                        pool.workers().stream().filter(w -> w.pid() != 0).count());
                Thread.onSpinWait();
            }
            assertThat(most).as("never two replacements at once").isLessThanOrEqualTo(3);
            assertThat(work.get()).hasSize(2000);
            assertThat(pool.stats().deaths()).isZero();

            long first = pool.workers().get(0).pid();
            long second = pool.workers().get(1).pid();
            pool.restart(1);
            Leftovers.await(
                    () -> pool.workers().size() == 2 && pool.workers().get(0).pid() != first);
            assertThat(pool.workers().get(1).pid()).isEqualTo(second);
            assertThatThrownBy(() -> pool.restart(9)).isInstanceOf(IllegalArgumentException.class);
            assertThat(pool.apply(SQUARE, 3))
                    .as("and the pool is not broken by that")
                    .isEqualTo(9);
        }
    }

    @Test
    void aPoolGrowsAndShrinksWhileWorkGoesOn() throws Exception {
        try (Pool pool = Pool.open(1)) {
            TaskFuture<List<Integer>> work = pool.mapAsync(
                    (Integer x) -> {
                        Thread.sleep(2);
                        return x;
                    },
                    SayWhen.range(1500));
            pool.resize(3);
            assertThat(pool.awaitReady(LONG)).isTrue();
            assertThat(pool.workers()).hasSize(3);
            pool.resize(1);
            Leftovers.await(() -> pool.workers().size() == 1);
            assertThat(pool.workers()).hasSize(1);
            assertThat(work.get()).hasSize(1500);
            assertThatThrownBy(() -> pool.resize(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void idleWorkersLeaveAlsoWhereTheyAreReplacedForTheirAge() throws Exception {
        try (Pool pool = Pool.builder()
                .processes(2)
                .idleTimeout(Duration.ofMillis(1500))
                .maxAge(Duration.ofMillis(500))
                .open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            Leftovers.await(() -> pool.workers().isEmpty());
            assertThat(pool.workers()).isEmpty();
            assertThat(pool.apply(SQUARE, 3)).isEqualTo(9);
        }
    }

    @Test
    void idleWorkersLeaveAndNewOnesComeWhenThereIsWork() throws Exception {
        try (Pool pool = Pool.builder()
                .processes(3)
                .minWorkers(1)
                .idleTimeout(Duration.ofMillis(300))
                .open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            Leftovers.await(() -> pool.workers().size() == 1);
            assertThat(pool.workers()).hasSize(1);
            Set<Long> worked = new HashSet<>();
            pool.outcomes(
                            (Integer x) -> {
                                Thread.sleep(100);
                                return x;
                            },
                            SayWhen.range(60))
                    .forEach(o -> worked.add(o.pid()));
            assertThat(worked).hasSize(3);
            assertThat(pool.stats().deaths()).isZero();
        }
    }

    @Test
    void anOldWorkerIsReplaced() throws Exception {
        try (Pool pool =
                Pool.builder().processes(1).maxAge(Duration.ofMillis(1500)).open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            Set<Long> before = pids(pool);
            Leftovers.await(() -> pids(pool).stream().noneMatch(before::contains));
            assertThat(pids(pool)).doesNotContainAnyElementsOf(before);
            assertThat(pool.apply(SQUARE, 3)).isEqualTo(9);
        }
    }

    @Test
    void aSuccessorThatDiesWhileItStartsHoldsNothingUp() throws Exception {
        List<Long> started = java.util.Collections.synchronizedList(new ArrayList<>());
        try (Pool pool = Pool.builder()
                .processes(1)
                .maxTasksPerWorker(1)
                .listener(new PoolListener() {
                    @Override
                    public void workerStarted(WorkerInfo worker) {
                        started.add(worker.pid());
                    }
                })
                .open()) {
            assertThat(pool.apply(SQUARE, 2)).isEqualTo(4);
            Leftovers.await(() -> started.size() == 2);
            ProcessHandle.of(started.get(1)).ifPresent(ProcessHandle::destroyForcibly);
            assertThat(pool.applyAsync(SQUARE, 3).get(30, TimeUnit.SECONDS)).isEqualTo(9);
            assertThat(pool.applyAsync(SQUARE, 4).get(30, TimeUnit.SECONDS)).isEqualTo(16);
        }
    }

    @Test
    void aRestartWhoseSuccessorDiesIsTriedAgainAndLaterOnesHappen() throws Exception {
        List<WorkerInfo> started = java.util.Collections.synchronizedList(new ArrayList<>());
        try (Pool pool = Pool.builder()
                .processes(2)
                .listener(new PoolListener() {
                    @Override
                    public void workerStarted(WorkerInfo worker) {
                        started.add(worker);
                    }
                })
                .open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            Set<Long> before = pids(pool);
            pool.restart(1);
            Leftovers.await(() -> started.size() == 3);
            ProcessHandle.of(started.get(2).pid()).ifPresent(ProcessHandle::destroyForcibly);
            pool.restartAll();
            Leftovers.await(() -> pids(pool).stream().noneMatch(before::contains));
            assertThat(pids(pool)).doesNotContainAnyElementsOf(before);
            Set<Long> then = pids(pool);
            pool.restartAll();
            Leftovers.await(
                    () -> pool.workers().size() == 2 && pids(pool).stream().noneMatch(then::contains));
            assertThat(pids(pool)).hasSize(2).doesNotContainAnyElementsOf(then);
        }
    }

    @Test
    void aResizeWhileAllAreRestartedLeavesTheRightNumberAndTheRestartsGoOn() throws Exception {
        try (Pool pool = Pool.open(3)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            Set<Long> before = pids(pool);
            pool.restartAll();
            pool.resize(2);
            Leftovers.await(
                    () -> pool.workers().size() == 2 && pids(pool).stream().noneMatch(before::contains));
            assertThat(pids(pool)).hasSize(2).doesNotContainAnyElementsOf(before);
            pool.resize(4);
            assertThat(pool.awaitReady(LONG)).isTrue();
            assertThat(pool.workers()).hasSize(4);
        }
    }

    @Test
    void anItemThatCouldBeRetriedOnlyAfterTheDeadlineFailsAsItDid() throws Exception {
        try (Pool pool = Pool.open(1)) {
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
    }

    @Test
    void aCallbackMayWaitForThePoolWhateverTheExecutorIs() throws Exception {
        for (java.util.concurrent.Executor executor : List.<java.util.concurrent.Executor>of(Runnable::run, command -> {
            throw new java.util.concurrent.RejectedExecutionException("never");
        })) {
            try (Pool pool =
                    Pool.builder().processes(1).completionExecutor(executor).open()) {
                CompletableFuture<Integer> chained = pool.applyAsync(SQUARE, 3)
                        .toCompletableFuture()
                        .thenApply(value -> {
                            try {
                                return pool.apply(SQUARE, value);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
                assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
                assertThat(chained.get(30, TimeUnit.SECONDS)).isEqualTo(81);
            }
        }
    }

    private static final List<byte[]> HOARD = new ArrayList<>();

    private static int hoard(int mebibytes, long millis) throws InterruptedException {
        for (int i = 0; i < mebibytes; i++) {
            byte[] block = new byte[1 << 20];
            java.util.Arrays.fill(block, (byte) 1);
            HOARD.add(block);
        }
        Thread.sleep(millis);
        return mebibytes;
    }

    @Test
    void aWorkerThatTakesTooMuchMemoryIsKilledAndOnlyItsItemFails() throws Exception {
        try (Pool pool =
                Pool.builder().processes(1).maxHeap("512m").maxRss(250L << 20).open()) {
            assertThat(pool.apply(SQUARE, 3)).isEqualTo(9);
            assertThat(pool.workers().get(0).rssBytes()).isBetween(20L << 20, 250L << 20);
            assertThatThrownBy(() -> pool.apply(() -> hoard(300, 60_000)))
                    .isInstanceOf(WorkerOutOfMemoryException.class)
                    .hasMessageContaining("more than its limit of " + (250L << 20));
            assertThat(pool.apply(SQUARE, 4)).isEqualTo(16);
        }
    }

    @Test
    void aWorkerAboveItsSoftLimitIsReplacedAfterItsItem() throws Exception {
        try (Pool pool = Pool.builder()
                .processes(1)
                .maxHeap("512m")
                .softMaxRss(250L << 20)
                .open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            Set<Long> before = pids(pool);
            assertThat(pool.<Integer>apply(() -> hoard(300, 500))).isEqualTo(300);
            Leftovers.await(() -> pids(pool).stream().noneMatch(before::contains));
            assertThat(pids(pool)).doesNotContainAnyElementsOf(before);
            assertThat(pool.stats().deaths()).isZero();
        }
    }

    // ---- starting and giving up

    private static int initialized;

    private static Integer initialize(Path file) throws IOException {
        initialized++;
        Files.writeString(file, "x\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return null;
    }

    @Test
    void theInitializerRunsOnceInEachWorkerBeforeItsFirstItem(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("ran");
        try (Pool pool =
                Pool.builder().processes(3).initializer(() -> initialize(file)).open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            assertThat(Files.readAllLines(file)).hasSize(3);
            assertThat(pool.map(x -> initialized, SayWhen.range(50))).containsOnly(1);
        }
        Object unserializable = new Object() {
            private final Thread thread = Thread.currentThread();
        };
        assertThatThrownBy(
                        () -> Pool.builder().initializer(() -> unserializable).open())
                .isInstanceOf(ArgumentSerializationException.class)
                .hasMessageContaining("initializer");
    }

    @Test
    void anInitializerThatThrowsBreaksThePoolWithTheStackOfTheChild(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("ran");
        try (Pool pool = Pool.builder()
                .processes(2)
                .initializer(() -> {
                    initialize(file);
                    throw new IllegalStateException("no licence");
                })
                .open()) {
            assertThatThrownBy(() -> pool.awaitReady(LONG))
                    .isInstanceOf(PoolBrokenException.class)
                    .hasMessageContaining("error in initializer")
                    .hasMessageContaining("no licence")
                    .hasCauseInstanceOf(WorkerStartException.class)
                    .satisfies(e -> assertThat(e.getCause().getCause().getStackTrace())
                            .anyMatch(f -> f.getClassName().equals(SupervisionIT.class.getName())));
            assertThatThrownBy(() -> pool.apply(SQUARE, 3))
                    .isInstanceOf(PoolBrokenException.class)
                    .hasMessageContaining("no licence");
        }
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void workersThatDieAgainAndAgainWhileIdleBreakThePoolWithTheFirstCauseAfterGrowingDelays() throws Exception {
        List<Long> starts = new ArrayList<>();
        PoolListener listener = new PoolListener() {
            @Override
            public void workerStarted(WorkerInfo worker) {
                synchronized (starts) {
                    starts.add(System.nanoTime());
                }
            }
        };
        try (Pool pool = Pool.builder()
                .processes(1)
                .restartPolicy(
                        new RestartPolicy(3, Duration.ofMinutes(1), Duration.ofMillis(300), Duration.ofSeconds(5)))
                .initializer(() -> {
                    Thread killer = new Thread(() -> {
                        try {
                            Thread.sleep(100);
                        } catch (InterruptedException e) {
                            return;
                        }
                        Runtime.getRuntime().halt(77);
                    });
                    killer.setDaemon(true);
                    killer.start();
                    return null;
                })
                .listener(listener)
                .open()) {
            Leftovers.await(() -> isBroken(pool));
            assertThatThrownBy(() -> pool.apply(SQUARE, 3))
                    .isInstanceOf(PoolBrokenException.class)
                    .hasMessageContaining("more than 3 workers died within PT1M")
                    .hasMessageContaining("77")
                    .satisfies(e -> {
                        WorkerStartException all = (WorkerStartException) e.getCause();
                        WorkerStartException first = (WorkerStartException) all.getCause();
                        assertThat(first.report().orElseThrow().incarnation()).isEqualTo(1);
                        assertThat(all.getSuppressed()).hasSize(3);
                    });
        }
        synchronized (starts) {
            assertThat(starts).hasSize(4);
            long second = starts.get(2) - starts.get(1);
            long third = starts.get(3) - starts.get(2);
            assertThat(second).isGreaterThan(Duration.ofMillis(225).toNanos());
            assertThat(third).isGreaterThan(Duration.ofMillis(450).toNanos());
        }
    }

    private static boolean isBroken(Pool pool) {
        try {
            pool.awaitReady(Duration.ZERO);
            return false;
        } catch (PoolBrokenException e) {
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSettledItemForgivesDeaths() throws Exception {
        try (Pool pool = Pool.builder()
                .processes(1)
                .restartPolicy(RestartPolicy.of(1, Duration.ofMinutes(1)))
                .open()) {
            for (int i = 0; i < 4; i++) {
                assertThat(pool.apply(SQUARE, 3)).isEqualTo(9);
                assertThat(pool.awaitReady(LONG)).isTrue();
                long pid = pool.workers().get(0).pid();
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
                Leftovers.await(() -> pool.workers().get(0).pid() != pid);
            }
            assertThat(pool.stats().deaths()).isEqualTo(4);
        }
    }

    // ---- back-pressure

    @Test
    void submittingWaitsWhileTooMuchIsPending() throws Exception {
        try (Pool pool = Pool.builder().processes(1).maxPending(10).open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            TaskFunction<Integer, Integer> slow = x -> {
                Thread.sleep(20);
                return x;
            };
            List<TaskFuture<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                futures.add(pool.applyAsync(slow, i));
                assertThat(pool.stats().pending()).isLessThanOrEqualTo(10);
            }
            for (int i = 0; i < 60; i++) {
                assertThat(futures.get(i).get()).isEqualTo(i);
            }
            assertThat(pool.map(SQUARE, SayWhen.range(5000))).hasSize(5000);
        }
    }

    @Test
    void submittingWaitsWhileTooManyBytesArePendingAndAnInterruptEndsThat() throws Exception {
        try (Pool pool = Pool.builder().processes(1).maxPendingBytes(1 << 20).open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            TaskFunction<byte[], Integer> slow = x -> {
                Thread.sleep(60_000);
                return x.length;
            };
            Thread submitter = Thread.currentThread();
            CompletableFuture<Void> interrupter = CompletableFuture.runAsync(() -> {
                Leftovers.await(() -> submitter.getState() == Thread.State.TIMED_WAITING);
                submitter.interrupt();
            });
            List<TaskFuture<Integer>> futures = new ArrayList<>();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            futures.add(pool.applyAsync(slow, new byte[300_000]));
                        }
                    })
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("waiting for room");
            assertThat(Thread.interrupted()).isTrue();
            interrupter.get();
            assertThat(futures.size()).isBetween(3, 6);
            pool.terminate();
            for (TaskFuture<Integer> future : futures) {
                assertThatThrownBy(future::get).isInstanceOfAny(CancellationException.class, ExecutionException.class);
            }
        }
    }

    @Test
    void aStreamThatIsClosedWhileItsInputWaitsForRoomReadsNoMore() throws Exception {
        try (Pool pool = Pool.builder().processes(1).maxPendingBytes(1 << 20).open()) {
            TaskFunction<byte[], Integer> slow = x -> {
                Thread.sleep(60_000);
                return x.length;
            };
            List<byte[]> input = Collections.nCopies(100, new byte[600_000]);
            TaskFuture<List<Integer>> first = pool.mapAsync(slow, input.subList(0, 3));
            Results<Integer> results = pool.imap(slow, input);
            Leftovers.await(() -> feeder().filter(t -> isIn(t, "awaitRoom")).isPresent());

            results.close();

            Leftovers.await(() -> feeder().isEmpty());
            assertThat(feeder()).isEmpty();
            first.cancel(true);
            pool.terminate();
        }
    }

    private static Optional<Thread> feeder() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("procpool-feeder"))
                .findFirst();
    }

    private static boolean isIn(Thread thread, String method) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith(".Engine")
                        && frame.getMethodName().equals(method));
    }
}
