package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a pool does when its workers die, its tasks misbehave, and it ends. */
@ExtendWith(Leftovers.class)
class PoolDeathIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final Duration LONG = Duration.ofSeconds(60);

    private static int spin() {
        while (true) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aDyingWorkerFailsOnlyTheItemItWasRunning() throws Exception {
        try (Pool pool = Pool.open(2)) {
            List<Outcome<Integer>> outcomes = new ArrayList<>();
            pool.with(TaskOptions.builder().keepOrder().build())
                    .outcomes(
                            (Integer x) -> {
                                if (x == 4) {
                                    System.err.println("my last words");
                                    Runtime.getRuntime().halt(1);
                                }
                                return x * x;
                            },
                            SayWhen.range(10))
                    .forEach(outcomes::add);

            assertThat(outcomes.stream().filter(o -> !o.isSuccess()).map(Outcome::index))
                    .containsExactly(4L);
            assertThat(outcomes.get(4).failure()).isInstanceOfSatisfying(WorkerDiedException.class, died -> {
                assertThat(died.exitCode()).isEqualTo(1);
                assertThat(died.pid()).isPositive();
                assertThat(died.itemIndex()).isEqualTo(4);
                assertThat(died.lastErrorLines()).contains("my last words");
                assertThat(died.signal()).isEmpty();
            });
            assertThat(pool.map(SQUARE, SayWhen.range(10))).hasSize(10);
            assertThat(pool.stats().deaths()).isEqualTo(1);
        }
    }

    @Test
    void aDeathInTheMiddleOfABigChunkFailsOneItemAndRunsTheRestElsewhere() throws Exception {
        try (Pool pool = Pool.open(2)) {
            List<Outcome<Integer>> outcomes = new ArrayList<>();
            pool.with(TaskOptions.builder().chunkSize(500).keepOrder().build())
                    .outcomes(
                            (Integer x) -> {
                                if (x % 400 == 399) {
                                    Runtime.getRuntime().halt(x);
                                }
                                return x * x;
                            },
                            SayWhen.range(1000))
                    .forEach(outcomes::add);

            assertThat(outcomes).hasSize(1000);
            assertThat(outcomes.stream().filter(o -> !o.isSuccess()).map(Outcome::index))
                    .containsExactly(399L, 799L);
            assertThat(outcomes.stream().filter(Outcome::isSuccess)).allMatch(o -> o.value() == o.index() * o.index());
        }
    }

    @Test
    void killingAnIdleWorkerLosesNothing() throws Exception {
        try (Pool pool = Pool.open(2)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            long victim = pool.workers().get(0).pid();
            ProcessHandle.of(victim).orElseThrow().destroyForcibly();

            assertThat(pool.map(SQUARE, SayWhen.range(1000))).hasSize(1000);
            Leftovers.await(() -> pool.workers().stream().allMatch(w -> w.pid() != victim && w.pid() != 0));
            assertThat(pool.workers()).hasSize(2).allMatch(w -> w.pid() != victim);
        }
    }

    @Test
    void aCrashWhileALargeResultIsOnItsWayFailsThatItemOnly() throws Exception {
        try (Pool pool = Pool.open(2)) {
            Task<byte[]> task = () -> {
                Thread killer = new Thread(() -> Runtime.getRuntime().halt(9));
                byte[] large = new byte[16 << 20];
                killer.start();
                killer.join();
                return large;
            };
            assertThatThrownBy(() -> pool.apply(task)).isInstanceOf(WorkerDiedException.class);
            assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
        }
    }

    @Test
    void outOfMemoryAndNativeCrashesAreNamed() throws Exception {
        try (Pool pool = Pool.builder()
                .processes(1)
                .maxHeap("64m")
                .output(WorkerOutput.discarding())
                .open()) {
            assertThatThrownBy(() -> pool.apply(() -> {
                        List<byte[]> all = new ArrayList<>();
                        while (true) {
                            all.add(new byte[1 << 20]);
                        }
                    }))
                    .isInstanceOf(WorkerOutOfMemoryException.class)
                    .hasMessageContaining("ran out of memory");
            assertThatThrownBy(() -> pool.apply(() -> {
                        ProcessHandle self = ProcessHandle.current();
                        new ProcessBuilder("kill", "-SEGV", Long.toString(self.pid())).start();
                        return spin();
                    }))
                    .isInstanceOfSatisfying(WorkerDiedException.class, died -> {
                        assertThat(died.signal()).contains("SIGABRT");
                        assertThat(died).hasMessageContaining("the JVM's log is");
                        Path log = Path.of(died.report().crashLog());
                        assertThat(log).content().contains("SIGSEGV");
                        assertThat(log.toFile().delete()).isTrue();
                    });
            assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
        }
    }

    @Test
    void workersThatCannotStartBreakThePoolWithTheirOutput() {
        Pool pool = Pool.builder()
                .processes(2)
                .jvmOptions("-XX:NoSuchOption")
                .output(WorkerOutput.discarding())
                .open();
        assertThatThrownBy(() -> pool.apply(SQUARE, 5))
                .isInstanceOf(PoolBrokenException.class)
                .hasMessageContaining("NoSuchOption");
        assertThatThrownBy(() -> pool.applyAsync(SQUARE, 5)).isInstanceOf(PoolBrokenException.class);
        pool.close();
    }

    @Test
    void aWorkerThatIsNotReadyInTimeBreaksThePool() {
        Pool pool =
                Pool.builder().processes(1).startTimeout(Duration.ofMillis(1)).open();
        assertThatThrownBy(() -> pool.awaitReady(LONG))
                .isInstanceOf(PoolBrokenException.class)
                .hasMessageContaining("was not ready within 1 ms");
        pool.close();
    }

    @Test
    void terminateKillsWhatRunsAndCancelsTheRest() throws Exception {
        Pool pool = Pool.open(3);
        assertThat(pool.awaitReady(LONG)).isTrue();
        TaskFuture<List<Integer>> endless = pool.mapAsync((Integer x) -> spin(), SayWhen.range(10_000));
        List<Long> pids = pool.workers().stream().map(WorkerInfo::pid).toList();

        pool.terminate();
        pool.join();

        assertThatThrownBy(endless::get)
                .isInstanceOfAny(CancellationException.class, ExecutionException.class, CompletionException.class);
        assertThat(pids)
                .allMatch(pid ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        assertThatThrownBy(() -> pool.apply(SQUARE, 5)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closeFinishesWhatWasSubmittedAndThenRefuses() throws Exception {
        Pool pool = Pool.open(1);
        assertThatThrownBy(pool::join).isInstanceOf(IllegalStateException.class);
        TaskFuture<List<Integer>> submitted;
        try (pool) {
            submitted = pool.mapAsync(
                    (Integer x) -> {
                        Thread.sleep(20);
                        return x * x;
                    },
                    SayWhen.range(20));
        }
        assertThat(submitted.get()).hasSize(20);
        assertThatThrownBy(() -> pool.mapAsync(SQUARE, SayWhen.range(3))).isInstanceOf(IllegalStateException.class);
        pool.close();
        pool.shutdown();
        pool.terminate();
        assertThat(pool.join(Duration.ofSeconds(1))).isTrue();
    }

    /** What a worker remembers of the items it has seen. */
    private static final List<WeakReference<Object>> SEEN = new ArrayList<>();

    private static int remember(int[] item) {
        SEEN.add(new WeakReference<>(item));
        return item[0];
    }

    private static long stillThere() {
        System.gc();
        return SEEN.stream().filter(r -> r.get() != null).count();
    }

    @Test
    void aWorkerKeepsNothingOfItsItems() throws Exception {
        try (Pool pool = Pool.open(1)) {
            List<int[]> items =
                    SayWhen.range(50).stream().map(i -> new int[] {i}).toList();
            assertThat(pool.map(PoolDeathIT::remember, items)).hasSize(50);
            assertThat(pool.apply(() -> SEEN.size())).isEqualTo(50);
            Leftovers.await(() -> {
                try {
                    return pool.apply(PoolDeathIT::stillThere) == 0;
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(pool.<Long>apply(PoolDeathIT::stillThere)).isZero();
        }
    }

    @Test
    void aClosedPoolCannotBeUsedAgain() {
        Pool pool = Pool.open(1);
        pool.close();
        try (pool) {
            assertThatThrownBy(() -> pool.map(SQUARE, List.of(1))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aPoolMayBeOpenedInAWorker() throws Exception {
        try (Pool pool = Pool.open(1)) {
            List<Integer> squares = pool.apply(() -> {
                try (Pool nested = Pool.open(1)) {
                    return nested.map(SQUARE, List.of(1, 2, 3));
                }
            });
            assertThat(squares).containsExactly(1, 4, 9);
        }
    }

    @Test
    void aFloodOfOutputBlocksNobody() throws Exception {
        int lines = 200_000;
        long[] seen = new long[1];
        try (Pool pool = Pool.builder()
                .processes(1)
                .output((worker, pid, source, line) -> seen[0] += line.length())
                .open()) {
            pool.apply(() -> {
                String line = "y".repeat(99);
                for (int i = 0; i < lines; i++) {
                    System.out.println(line);
                }
                return 0;
            });
        }
        assertThat(seen[0]).isEqualTo(99L * lines);
    }

    @Test
    void tasksSeeAnEmptyStdinAndUtf8() throws Exception {
        StringBuilder printed = new StringBuilder();
        try (Pool pool = Pool.builder()
                .processes(1)
                .output((worker, pid, source, line) -> printed.append(line))
                .open()) {
            assertThat(pool.apply(() -> System.in.read())).isEqualTo(-1);
            pool.apply(() -> {
                System.out.println("计算平方的结果是:1");
                return 0;
            });
        }
        assertThat(printed.toString()).contains("计算平方的结果是:1");
    }

    @Test
    void nothingOfAnAbandonedRunDirectoryIsLeftByTheNextStart(@TempDir Path parent) throws Exception {
        Path abandoned = Files.createDirectory(parent.resolve("procpool.1.x.dead"));
        Files.writeString(abandoned.resolve("owner"), "pid 1, long gone");
        try (Pool pool = Pool.builder().processes(1).runDirectory(parent).open()) {
            assertThat(pool.apply(SQUARE, 2)).isEqualTo(4);
            assertThat(abandoned).doesNotExist();
            try (var entries = Files.list(parent)) {
                assertThat(entries.toList()).hasSize(1).allSatisfy(own -> assertThat(
                                PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                        .isEqualTo("rwx------"));
            }
        }
    }

    /** 100 kills; {@code -Dprocpool.kills=1000} for more. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void randomKillsUnderLoadLoseNothing() throws Exception {
        int kills = Integer.getInteger("procpool.kills", 100);
        long seed = Long.getLong("procpool.seed", System.nanoTime());
        System.out.println("randomKillsUnderLoadLoseNothing: seed " + seed);
        Random random = new Random(seed);
        int items = 400;
        try (Pool pool =
                Pool.builder().processes(3).output(WorkerOutput.discarding()).open()) {
            pool.awaitReady(LONG);
            int done = 0;
            while (done < kills) {
                List<Outcome<Integer>> outcomes = new ArrayList<>();
                try (Results<Outcome<Integer>> results = pool.outcomes(
                        (Integer x) -> {
                            long end = System.nanoTime() + (x % 10) * 200_000L;
                            while (System.nanoTime() < end) {
                                Thread.onSpinWait();
                            }
                            return x * x;
                        },
                        SayWhen.range(items))) {
                    for (Outcome<Integer> outcome : results) {
                        outcomes.add(outcome);
                        if (random.nextInt(80) == 0 && done < kills) {
                            done += killOne(pool, random);
                        }
                    }
                }
                assertThat(outcomes.stream().map(Outcome::index).sorted())
                        .as("seed %d", seed)
                        .isEqualTo(IntStream.range(0, items)
                                .mapToObj(i -> (long) i)
                                .toList());
                assertThat(outcomes)
                        .as("seed %d", seed)
                        .allMatch(o -> o.isSuccess()
                                ? o.value() == o.index() * o.index()
                                : o.failure() instanceof WorkerDiedException died
                                        && died.signal().equals(java.util.Optional.of("SIGKILL")));
            }
            assertThat(pool.awaitReady(LONG)).isTrue();
            assertThat(pool.workers()).hasSize(3);
        }
    }

    private static int killOne(Pool pool, Random random) {
        List<WorkerInfo> ready = pool.workers().stream()
                .filter(w -> w.state() == WorkerInfo.State.BUSY)
                .toList();
        if (ready.isEmpty()) {
            return 0;
        }
        long pid = ready.get(random.nextInt(ready.size())).pid();
        return ProcessHandle.of(pid).map(p -> p.destroyForcibly() ? 1 : 0).orElse(0);
    }
}
