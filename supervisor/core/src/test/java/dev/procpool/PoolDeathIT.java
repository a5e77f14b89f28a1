package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Endless;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers that die: one item fails, nothing else is lost. */
@ExtendWith(Leftovers.class)
@Tag("portable")
class PoolDeathIT {

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

    @Test
    void killingAnIdleWorkerLosesNothing() throws Exception {
        assertThat(pool.awaitReady(LONG)).isTrue();
        long victim = pool.workers().get(0).pid();
        Pids.kill(victim);

        assertThat(pool.map(SQUARE, SayWhen.range(1000))).hasSize(1000);
        Await.until(() -> pool.workers().stream().allMatch(w -> w.pid() != victim && w.pid() != 0));
        assertThat(pool.workers()).hasSize(2).allMatch(w -> w.pid() != victim);
    }

    @Test
    void aCrashWhileALargeResultIsOnItsWayFailsThatItemOnly() throws Exception {
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

    @Tag("jdk")
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
                        return Endless.spinForEver();
                    }))
                    .isInstanceOfSatisfying(WorkerDiedException.class, died -> {
                        assertThat(died.signal()).contains("SIGSEGV");
                        assertThat(died.exitCode()).as("the JVM aborts itself").isEqualTo(134);
                        assertThat(died).hasMessageContaining("crashed in native code (SIGSEGV; the JVM's log is ");
                        Path log = Path.of(died.report().crashLog());
                        assertThat(log).content().contains("SIGSEGV");
                        assertThat(log.toFile().delete()).isTrue();
                    });
            assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
        }
    }

    @Tag("jdk")
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
                .hasMessageContaining("was not ready within 1ms");
        pool.close();
    }

    /** Weak references, in a worker, to the items that it has run. */
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
            Await.until(() -> {
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
}
