package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of an executor; mirrors CPython's tests of ProcessPoolExecutor. */
@ExtendWith(Leftovers.class)
class ExecutorShutdownIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void aShutdownWithMoreTasksThanWorkersCompletesThemAll() throws Exception {
        PoolExecutorService executor = Callables.executor(2);
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            futures.add(executor.submit(new Callables.Sleep(5, i)));
        }
        assertThat(executor.isShutdown()).isFalse();
        executor.shutdown();
        assertThat(executor.isShutdown()).isTrue();
        assertThatThrownBy(() -> executor.submit(() -> 1)).isInstanceOf(RejectedExecutionException.class);
        assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(executor.isTerminated()).isTrue();
        for (int i = 0; i < 50; i++) {
            assertThat(futures.get(i).get()).isEqualTo(i);
        }
    }

    @Test
    void shutdownNowReturnsWhatNeverStartedAndEndsTheRest() throws Exception {
        PoolExecutorService executor = Callables.executor(2);
        executor.submit(() -> 1).get();
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            futures.add(executor.submit(new Callables.Sleep(100, i)));
        }
        futures.get(0).get();
        List<Runnable> never = executor.shutdownNow();

        assertThat(never).hasSizeGreaterThan(20);
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(futures).allMatch(Future::isDone);
        assertThat(futures.stream().map(Callables::failureOf).filter(CancellationException.class::isInstance))
                .hasSizeGreaterThan(20);
        assertThat(futures.get(0).get()).isZero();
    }

    @Test
    void submitCancelShutdownDoesNotHang() throws Exception {
        long start = System.nanoTime();
        PoolExecutorService executor = Callables.executor(1);
        Future<Integer> future = executor.submit(() -> 1);
        future.cancel(false);
        executor.shutdown();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aFailingTaskWithALimitOfOneItemAndAShutdownThatDoesNotWaitDoesNotHang() throws Exception {
        for (int processes : new int[] {2, 4}) {
            Pool pool = Pool.builder().processes(processes).maxTasksPerWorker(1).open();
            PoolExecutorService executor = pool.asExecutorService();
            Future<Integer> failing = executor.submit(new Callables.Fail("as asked"));
            Future<Integer> other = executor.submit(new Callables.Sleep(1, 3));
            executor.shutdown();
            assertThat(Callables.failureOf(failing)).hasMessage("as asked");
            assertThat(other.get()).isEqualTo(3);
            assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "starting", "already dead"})
    void terminatingKillsWhatRunsAndNoReplacementEscapes(String when, @TempDir Path directory) throws Exception {
        Path finished = directory.resolve("finished");
        String path = finished.toString();
        Pool pool = Pool.open(2);
        PoolExecutorService executor = pool.asExecutorService();
        if (!when.equals("starting")) {
            assertThat(pool.awaitReady(LONG)).isTrue();
        }
        Future<Integer> future = executor.submit(() -> {
            Thread.sleep(2000);
            Files.writeString(Path.of(path), "finished");
            return 1;
        });
        if (when.equals("already dead")) {
            pool.workers().forEach(w -> Pids.kill(w.pid()));
        }
        pool.terminate();
        pool.terminate();

        assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Callables.failureOf(future)).isInstanceOfAny(CancellationException.class, WorkerDiedException.class);
        assertThatThrownBy(() -> executor.submit(() -> 1)).isInstanceOf(RejectedExecutionException.class);
        assertThat(Leftovers.processes()).isEmpty();
        assertThat(finished).doesNotExist();
    }

    @Tag("jdk")
    @Test
    void submitInAShutdownHookIsRefused() throws Exception {
        try (Pool pool = Pool.open(1)) {
            // the worker is a JVM that can be seen shutting down: it has a pool of its own
            TaskFunction<Integer, Integer> opensOneAndExits = x -> {
                Pool nested = Pool.open(1);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        nested.terminate();
                        nested.asExecutorService().submit(() -> 1);
                        System.err.println("accepted");
                    } catch (RejectedExecutionException e) {
                        System.err.println("refused");
                    }
                }));
                System.exit(5);
                return x;
            };
            assertThatThrownBy(() -> pool.apply(opensOneAndExits, 1))
                    .isInstanceOfSatisfying(WorkerDiedException.class, died -> {
                        assertThat(died.exitCode()).isEqualTo(5);
                        assertThat(died.lastErrorLines()).contains("refused").doesNotContain("accepted");
                    });
        }
    }

    @Test
    void aCrashAfterTheShutdownFailsItsFutureAndTheShutdownEnds() throws Exception {
        PoolExecutorService executor = Callables.executor(1);
        Future<Integer> crashing = executor.submit(() -> {
            Thread.sleep(300);
            Runtime.getRuntime().halt(3);
            return 1;
        });
        Future<Integer> behind = executor.submit(() -> 4);
        executor.shutdown();
        assertThat(Callables.failureOf(crashing)).isInstanceOf(WorkerDiedException.class);
        assertThat(behind.get()).isEqualTo(4);
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
}
