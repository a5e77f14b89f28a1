package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers that are kept ready for the place of one that dies. */
@ExtendWith(Leftovers.class)
class WarmSpareIT {

    private static final TaskFunction<Long, Long> PID =
            x -> ProcessHandle.current().pid();
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static List<WorkerInfo> spares(Pool pool) {
        return pool.workers().stream()
                .filter(w -> w.state() == WorkerInfo.State.SPARE)
                .toList();
    }

    private static void awaitSpares(Pool pool, int count) {
        Await.orFail(() -> spares(pool).size() == count);
    }

    @Tag("jdk")
    @Test
    void aSpareHasOpenedItsClassPathBeforeItsFirstFunctionComes(@TempDir Path directory) throws Exception {
        String log = "-Xlog:class+load:file=" + directory + "/%p.log";
        try (Pool pool =
                Pool.builder().processes(1).warmSpares(1).jvmOptions(log).open()) {
            pool.awaitReady(LONG);
            awaitSpares(pool, 1);
            Path ofSpare = directory.resolve(spares(pool).get(0).pid() + ".log");
            Await.orFail(() -> loaded(ofSpare, "WarmUp$FromJar").isPresent());
            assertThat(loaded(ofSpare, "WarmUp$FromJar").get())
                    .contains("source: file:")
                    .contains("worker");
            Path ofWorker = directory.resolve(pool.workers().get(0).pid() + ".log");
            assertThat(loaded(ofWorker, "WarmUp$FromJar"))
                    .as("a worker does not warm up")
                    .isEmpty();
        }
    }

    private static Optional<String> loaded(Path log, String className) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(className + " source:")).findFirst();
        } catch (IOException e) {
            return Optional.empty(); // not there yet
        }
    }

    @Test
    void aSpareTakesThePlaceOfAKilledWorkerAndTheNextItemRunsAtOnce(@TempDir Path directory) throws Exception {
        try (Pool pool = Pool.builder().processes(1).warmSpares(1).open()) {
            long victim = pool.apply(PID, 0L);
            awaitSpares(pool, 1);
            WorkerInfo spare = spares(pool).get(0);
            String marks = directory.toString();
            TaskFuture<Long> blamed = pool.applyAsync(() -> {
                mark(marks);
                Thread.sleep(LONG.toMillis());
                return 0L;
            });
            TaskFuture<Long> next = pool.applyAsync(PID, 0L);
            Await.orFail(() -> Files.exists(directory.resolve(Long.toString(victim))));

            Pids.kill(victim);

            assertThatThrownBy(blamed::get).hasCauseInstanceOf(WorkerDiedException.class);
            long known = System.nanoTime();
            assertThat(next.get()).as("who ran the next item").isEqualTo(spare.pid());
            assertThat(System.nanoTime() - known).isLessThan(SOON_NANOS);
            awaitSpares(pool, 1);
            assertThat(spares(pool).get(0).pid()).isNotEqualTo(spare.pid());
            assertThat(pool.workers()).hasSize(2);
        }
    }

    @Test
    void severalDeathsInARowAreEachMetByASpare() throws Exception {
        try (Pool pool = Pool.builder().processes(1).warmSpares(2).open()) {
            awaitSpares(pool, 2);
            for (int i = 0; i < 6; i++) {
                long victim = pool.apply(PID, 0L);
                Pids.kill(victim);
                Await.orFail(
                        () -> !Pids.isAlive(victim) && pool.workers().stream().noneMatch(w -> w.pid() == victim));

                assertThat(pool.workers().stream().map(WorkerInfo::state))
                        .as("after death %d, without waiting for a start", i)
                        .containsAnyOf(WorkerInfo.State.IDLE, WorkerInfo.State.STARTING);
                assertThat(pool.apply(PID, 0L)).isNotEqualTo(victim);
            }
            awaitSpares(pool, 2);
            assertThat(pool.workers()).hasSize(3);
            assertThat(pool.stats().deaths()).isEqualTo(6);
        }
    }

    @Test
    void aSpareIsReadyButGetsNoItems() throws Exception {
        try (Pool pool = Pool.builder().processes(2).warmSpares(1).open()) {
            awaitSpares(pool, 1);
            long spare = spares(pool).get(0).pid();

            List<Long> ran =
                    pool.with(TaskOptions.builder().chunkSize(1).build()).map(PID, longs(500));

            assertThat(ran).doesNotContain(spare);
            assertThat(spares(pool)).extracting(WorkerInfo::itemsDone).containsExactly(0L);
        }
    }

    private static List<Long> longs(int count) {
        List<Long> all = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            all.add(i);
        }
        return all;
    }

    @Test
    void aSpareThatDiesIsReplacedAndHarmsNobody() throws Exception {
        try (Pool pool = Pool.builder().processes(1).warmSpares(1).open()) {
            long worker = pool.apply(PID, 0L);
            awaitSpares(pool, 1);
            long spare = spares(pool).get(0).pid();

            Pids.kill(spare);

            Await.orFail(() -> spares(pool).stream().anyMatch(w -> w.pid() != spare));
            assertThat(pool.apply(PID, 0L)).isEqualTo(worker);
        }
    }

    @Test
    void sparesThatDieForNothingSpendTheBudget() throws Exception {
        RestartPolicy two = RestartPolicy.of(2, Duration.ofSeconds(60));
        try (Pool pool =
                Pool.builder().processes(1).warmSpares(1).restartPolicy(two).open()) {
            for (int death = 0; death < 3; death++) {
                awaitSpares(pool, 1);
                long spare = spares(pool).get(0).pid();
                Pids.kill(spare);
                Await.orFail(() -> pool.workers().stream()
                        .noneMatch(w -> w.pid() == spare && w.state() == WorkerInfo.State.SPARE));
            }

            assertThatThrownBy(() -> pool.apply(PID, 0L)).isInstanceOf(PoolBrokenException.class);
        }
    }

    @Test
    void theInitializerHasRunBeforeASpareIsNeeded(@TempDir Path directory) throws Exception {
        String marks = directory.toString();
        try (Pool pool = Pool.builder()
                .processes(1)
                .warmSpares(1)
                .initializer(() -> mark(marks))
                .open()) {
            long victim = pool.apply(PID, 0L);
            awaitSpares(pool, 1);
            long spare = spares(pool).get(0).pid();
            assertThat(directory.resolve(Long.toString(spare))).exists();

            Pids.kill(victim);
            Await.orFail(() -> pool.workers().stream().noneMatch(w -> w.pid() == victim));

            assertThat(pool.apply(PID, 0L)).isEqualTo(spare);
        }
    }

    private static Path mark(String directory) throws IOException {
        return Files.createFile(
                Path.of(directory, Long.toString(ProcessHandle.current().pid())));
    }

    @Test
    void aLargerPoolGrowsFromItsSparesAndASmallerOneKeepsThem() throws Exception {
        try (Pool pool = Pool.builder().processes(2).warmSpares(1).open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            awaitSpares(pool, 1);
            long spare = spares(pool).get(0).pid();

            pool.resize(3);
            assertThat(pool.workers())
                    .filteredOn(w -> w.pid() == spare)
                    .extracting(WorkerInfo::state)
                    .containsExactly(WorkerInfo.State.IDLE);
            awaitSpares(pool, 1);

            pool.resize(1);
            Await.orFail(() -> pool.workers().size() == 2);
            assertThat(spares(pool)).hasSize(1);
        }
    }

    @Test
    void aWorkerThatHasHadItsItemsIsMetByASpare() throws Exception {
        try (Pool pool =
                Pool.builder().processes(1).warmSpares(2).maxTasksPerWorker(1).open()) {
            awaitSpares(pool, 2);
            List<Long> spares = spares(pool).stream().map(WorkerInfo::pid).toList();

            long first = pool.apply(PID, 0L);
            long second = pool.apply(PID, 0L);

            assertThat(first).isNotIn(spares);
            assertThat(second).isIn(spares);
            awaitSpares(pool, 2);
        }
    }

    @Test
    void aPoolThatIsShutDownTakesItsSparesWithIt() throws Exception {
        List<Long> pids;
        try (Pool pool = Pool.builder().processes(1).warmSpares(2).open()) {
            awaitSpares(pool, 2);
            pids = pool.workers().stream().map(WorkerInfo::pid).toList();
            pool.shutdown();
            assertThat(pool.join(LONG)).isTrue();
        }
        assertThat(pids).hasSize(3).noneMatch(Pids::isAlive);
    }
}
