package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.task.TaskBiFunction;
import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of CPython's tests of ProcessPoolExecutor, and the contract of ExecutorService. */
@ExtendWith(Leftovers.class)
class ExecutorServiceIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static PoolExecutorService executor(int processes) {
        return Pool.open(processes).asExecutorService();
    }

    private static <T> Throwable failureOf(Future<T> future) {
        try {
            return new AssertionError("succeeded with " + future.get(30, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException | CancellationException e) {
            return e;
        }
    }

    /** Serializable, as a callable must be. */
    record Power(int base, int exponent) implements Callable<BigInteger>, Serializable {
        @Override
        public BigInteger call() {
            return BigInteger.valueOf(base).pow(exponent);
        }
    }

    record Touch(String path) implements Runnable, Serializable {
        @Override
        public void run() {
            try {
                Files.writeString(Path.of(path), "touched");
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    record Sleep(long millis, int result) implements Callable<Integer>, Serializable {
        @Override
        public Integer call() throws InterruptedException {
            Thread.sleep(millis);
            return result;
        }
    }

    record Fail(String message) implements Callable<Integer>, Serializable {
        @Override
        public Integer call() {
            throw new IllegalStateException(message);
        }
    }

    @Test
    void everyFormOfSubmitRuns(@TempDir Path directory) throws Exception {
        try (PoolExecutorService executor = executor(2)) {
            assertThat(executor.submit(new Power(2, 8)).get()).isEqualTo(BigInteger.valueOf(256));
            assertThat(executor.submit(() -> 7).get()).isEqualTo(7);
            Path one = directory.resolve("one");
            assertThat(executor.submit(new Touch(one.toString())).get()).isNull();
            assertThat(one).exists();
            Path two = directory.resolve("two");
            Object result = new Object(); // need not travel
            assertThat(executor.submit(new Touch(two.toString()), result).get()).isSameAs(result);
            assertThat(two).exists();
            Path three = directory.resolve("three");
            executor.execute(new Touch(three.toString()));
            Leftovers.await(() -> Files.exists(three));
            assertThat(three).exists();
        }
    }

    @Test
    void whatCannotTravelIsRefusedWithTheReason() throws Exception {
        try (PoolExecutorService executor = executor(1)) {
            Thread thread = Thread.currentThread();
            Runnable runnable = () -> thread.interrupt();
            assertThatThrownBy(() -> executor.execute(runnable))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasCauseInstanceOf(ArgumentSerializationException.class);
            assertThatThrownBy(() -> executor.execute(null)).isInstanceOf(NullPointerException.class);
            assertThat(executor.submit(() -> 1).get()).isEqualTo(1);
        }
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
        try (Pool pool = Pool.open(2)) {
            for (int chunk : new int[] {6, 50, 40}) {
                assertThat(pool.with(TaskOptions.builder().chunkSize(chunk).build())
                                .starmap(power, pairs))
                        .isEqualTo(expected);
            }
            assertThatThrownBy(() -> TaskOptions.builder().chunkSize(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void mapThrowsAtItsThirdItem() {
        try (Pool pool = Pool.open(1)) {
            var results = pool.imap((Integer y) -> 12 / y, List.of(1, 1, 0, 1)).iterator();
            assertThat(results.next()).isEqualTo(12);
            assertThat(results.next()).isEqualTo(12);
            assertThatThrownBy(results::next).isInstanceOf(ArithmeticException.class);
        }
    }

    @Test
    void invokeAllWithATimeoutGivesWhatIsDoneAndCancelsTheRest() throws Exception {
        try (PoolExecutorService executor = executor(3)) {
            executor.invokeAll(List.of(new Sleep(0, 0), new Sleep(0, 0), new Sleep(0, 0)));
            List<Future<Integer>> futures = executor.invokeAll(
                    List.of(new Sleep(0, 1), new Sleep(0, 2), new Sleep(60_000, 3)), 2, TimeUnit.SECONDS);
            assertThat(futures.get(0).get()).isEqualTo(1);
            assertThat(futures.get(1).get()).isEqualTo(2);
            assertThat(futures.get(2).isCancelled()).isTrue();
            assertThatThrownBy(() -> futures.get(2).get()).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void invokeAnyGivesTheFirstSuccessAndCancelsTheRest() throws Exception {
        try (PoolExecutorService executor = executor(2)) {
            assertThat(executor.invokeAny(List.of(new Fail("no"), new Sleep(10, 5), new Sleep(60_000, 6))))
                    .isEqualTo(5);
            assertThatThrownBy(() -> executor.invokeAny(List.of(new Fail("no"), new Fail("no"))))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> executor.invokeAny(List.of(new Sleep(60_000, 1)), 300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> executor.invokeAny(List.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aShutdownWithMoreTasksThanWorkersCompletesThemAll() throws Exception {
        PoolExecutorService executor = executor(2);
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            futures.add(executor.submit(new Sleep(5, i)));
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
        PoolExecutorService executor = executor(2);
        executor.submit(() -> 1).get();
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            futures.add(executor.submit(new Sleep(100, i)));
        }
        futures.get(0).get();
        List<Runnable> never = executor.shutdownNow();

        assertThat(never).hasSizeGreaterThan(20);
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(futures).allMatch(Future::isDone);
        assertThat(futures.stream().map(ExecutorServiceIT::failureOf).filter(CancellationException.class::isInstance))
                .hasSizeGreaterThan(20);
        assertThat(futures.get(0).get()).isZero();
    }

    @Test
    void submitCancelShutdownDoesNotHang() throws Exception {
        long start = System.nanoTime();
        PoolExecutorService executor = executor(1);
        Future<Integer> future = executor.submit(() -> 1);
        future.cancel(false);
        executor.shutdown();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    /** What argument and result are known by in either JVM. */
    private static final List<WeakReference<Object>> SEEN = new ArrayList<>();

    private static byte[] echo(byte[] item) {
        SEEN.add(new WeakReference<>(item));
        byte[] result = item.clone();
        SEEN.add(new WeakReference<>(result));
        return result;
    }

    private static long stillThere() {
        System.gc();
        return SEEN.stream().filter(r -> r.get() != null).count();
    }

    @Test
    void argumentsAndResultsAreCollectableAfterUseInBothJvms() throws Exception {
        try (PoolExecutorService executor = executor(1)) {
            byte[] argument = new byte[100_000];
            Task<byte[]> task = echoOf(argument);
            WeakReference<Object> ours = new WeakReference<>(argument);
            WeakReference<Object> result =
                    new WeakReference<>(executor.submit(task).get());
            argument = null;
            task = null;
            Leftovers.await(() -> {
                System.gc();
                return ours.get() == null && result.get() == null;
            });
            assertThat(ours.get()).isNull();
            assertThat(result.get()).isNull();
            Leftovers.await(() -> {
                try {
                    return executor.submit(ExecutorServiceIT::stillThere).get() == 0;
                } catch (InterruptedException | ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(executor.submit(ExecutorServiceIT::stillThere).get()).isZero();
        }
    }

    private static Task<byte[]> echoOf(byte[] argument) {
        return () -> echo(argument);
    }

    @Test
    void aKilledChildFailsOnlyTheRunningTaskAndEachFutureHasItsOwnException() throws Exception {
        try (PoolExecutorService executor = executor(2)) {
            List<Future<Integer>> dying = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                dying.add(executor.submit(() -> {
                    Runtime.getRuntime().halt(99);
                    return 1;
                }));
            }
            Future<Integer> other = executor.submit(() -> 5);
            Set<Throwable> failures = new HashSet<>();
            for (Future<Integer> future : dying) {
                Throwable failure = failureOf(future);
                assertThat(failure).isInstanceOf(WorkerDiedException.class).hasMessageContaining("exited with code 99");
                failures.add(failure);
            }
            assertThat(failures).as("its own instance each").hasSize(3);
            assertThat(other.get()).isEqualTo(5);
            assertThat(executor.submit(() -> 6).get()).isEqualTo(6);
        }
    }

    @Test
    void manyBlockedTasksDoNotMakeMoreWorkers() throws Exception {
        try (Pool pool = Pool.open(2)) {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                futures.add(pool.asExecutorService().submit(new Sleep(60_000, i)));
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
        try (PoolExecutorService executor = executor(3)) {
            for (int[] sizes : new int[][] {{1, 2, 6}, {2, 2, 8}}) {
                List<Future<Integer>> futures = new ArrayList<>();
                for (int size : sizes) {
                    for (int i = 0; i < size; i++) {
                        futures.add(executor.submit(new Sleep(1, i)));
                    }
                }
                for (Future<Integer> future : futures) {
                    assertThat(future.get()).isNotNegative();
                }
            }
        }
    }

    @Test
    void aFailingTaskWithALimitOfOneItemAndAShutdownThatDoesNotWaitDoesNotHang() throws Exception {
        for (int processes : new int[] {2, 4}) {
            Pool pool = Pool.builder().processes(processes).maxTasksPerWorker(1).open();
            PoolExecutorService executor = pool.asExecutorService();
            Future<Integer> failing = executor.submit(new Fail("as asked"));
            Future<Integer> other = executor.submit(new Sleep(1, 3));
            executor.shutdown();
            assertThat(failureOf(failing)).hasMessage("as asked");
            assertThat(other.get()).isEqualTo(3);
            assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
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
            assertThat(failureOf(future))
                    .isInstanceOf(PoolBrokenException.class)
                    .hasMessageContaining("NoSuchOption");
            assertThatThrownBy(() -> executor.submit(() -> 1))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasCauseInstanceOf(PoolBrokenException.class);
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
            pool.workers().forEach(w -> ProcessHandle.of(w.pid()).ifPresent(ProcessHandle::destroyForcibly));
        }
        pool.terminate();
        pool.terminate();

        assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(failureOf(future)).isInstanceOfAny(CancellationException.class, WorkerDiedException.class);
        assertThatThrownBy(() -> executor.submit(() -> 1)).isInstanceOf(RejectedExecutionException.class);
        assertThat(Leftovers.processes()).isEmpty();
        assertThat(finished).doesNotExist();
    }

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
        PoolExecutorService executor = executor(1);
        Future<Integer> crashing = executor.submit(() -> {
            Thread.sleep(300);
            Runtime.getRuntime().halt(3);
            return 1;
        });
        Future<Integer> behind = executor.submit(() -> 4);
        executor.shutdown();
        assertThat(failureOf(crashing)).isInstanceOf(WorkerDiedException.class);
        assertThat(behind.get()).isEqualTo(4);
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
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
