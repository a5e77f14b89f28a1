package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskBiFunction;
import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which workers run the tasks of an executor, and when; mirrors CPython's tests of ProcessPoolExecutor. */
@ExtendWith(Leftovers.class)
class ExecutorWorkersIT {

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
    void mapKeepsOrderWithAnyChunkSizeAndRefusesANegativeOne() throws Exception {
        TaskBiFunction<Integer, Integer, Integer> power = (x, y) -> (int) Math.pow(x, y);
        List<Map.Entry<Integer, Integer>> pairs = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            pairs.add(Map.entry(i, 2));
            expected.add(i * i);
        }
        for (int chunk : new int[] {6, 50, 40}) {
            assertThat(pool.with(TaskOptions.builder().chunkSize(chunk).build()).starmap(power, pairs))
                    .isEqualTo(expected);
        }
        assertThatThrownBy(() -> TaskOptions.builder().chunkSize(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mapThrowsAtItsThirdItem() {
        var results = pool.imap((Integer y) -> 12 / y, List.of(1, 1, 0, 1)).iterator();
        assertThat(results.next()).isEqualTo(12);
        assertThat(results.next()).isEqualTo(12);
        assertThatThrownBy(results::next).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void manyBlockedTasksDoNotMakeMoreWorkers() throws Exception {
        try (Pool pool = Pool.open(2)) {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                futures.add(pool.asExecutorService().submit(new Callables.Sleep(60_000, i)));
            }
            assertThat(pool.awaitReady(LONG)).isTrue();
            assertThat(pool.workers()).hasSize(2);
            pool.terminate();
        }
    }

    @Test
    void tasksOneAfterTheOtherUseOneWorkerOnceAllHaveWorked() throws Exception {
        try (Pool pool = Pool.open(3)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            for (int i = 0; i < 3; i++) {
                pool.apply(() -> 1);
            }
            Set<Long> pids = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                pids.add(pool.apply(() -> ProcessHandle.current().pid()));
            }
            assertThat(pids).hasSize(1);
        }
    }

    @Test
    void everyPendingCallCompletes() throws Exception {
        try (PoolExecutorService executor = Callables.executor(3)) {
            for (int[] sizes : new int[][] {{1, 2, 6}, {2, 2, 8}}) {
                List<Future<Integer>> futures = new ArrayList<>();
                for (int size : sizes) {
                    for (int i = 0; i < size; i++) {
                        futures.add(executor.submit(new Callables.Sleep(1, i)));
                    }
                }
                for (Future<Integer> future : futures) {
                    assertThat(future.get()).isNotNegative();
                }
            }
        }
    }

    @Test
    void aPoolOfWhichNoWorkerCanBeStartedFailsItsFuturesWithTheReason() throws Exception {
        try (PoolExecutorService executor = Pool.builder()
                .processes(2)
                .output(WorkerOutput.discarding())
                .jvmOptions("-XX:NoSuchOption")
                .open()
                .asExecutorService()) {
            Future<Integer> future = executor.submit(() -> 1);
            assertThat(Callables.failureOf(future))
                    .isInstanceOf(PoolBrokenException.class)
                    .hasMessageContaining("NoSuchOption");
            assertThatThrownBy(() -> executor.submit(() -> 1))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasCauseInstanceOf(PoolBrokenException.class);
        }
    }

    @Test
    void submittingNeverWaitsForASlowCompletion() throws Exception {
        try (Pool pool = Pool.builder()
                .processes(1)
                .completionExecutor(command -> {
                    try {
                        Thread.sleep(3000);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    command.run();
                })
                .open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            CompletableFuture<Integer> slow = pool.applyAsync(() -> 1).toCompletableFuture();
            long start = System.nanoTime();
            List<TaskFuture<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int result = i;
                futures.add(pool.applyAsync(() -> result));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            for (int i = 0; i < 100; i++) {
                assertThat(futures.get(i).get()).isEqualTo(i);
            }
            assertThat(slow.get()).isEqualTo(1);
        }
    }
}
