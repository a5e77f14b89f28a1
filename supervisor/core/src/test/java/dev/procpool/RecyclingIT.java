package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that are replaced for their items or their age, and workers that leave when idle. */
@ExtendWith(Leftovers.class)
class RecyclingIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void aWorkerIsReplacedAfterItsItemsAndNoneIsLost() throws Exception {
        try (Pool pool = Pool.builder().processes(3).maxTasksPerWorker(10).open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            Set<Long> before = Workers.pids(pool);
            assertThat(pool.with(TaskOptions.builder().chunkSize(1).build()).map(SQUARE, SayWhen.range(100)))
                    .isEqualTo(SayWhen.range(100).stream().map(x -> x * x).toList());
            Await.until(() -> Workers.pids(pool).stream().noneMatch(before::contains));
            assertThat(Workers.pids(pool)).doesNotContainAnyElementsOf(before);
        }
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
    void idleWorkersLeaveAlsoWhereTheyAreReplacedForTheirAge() throws Exception {
        try (Pool pool = Pool.builder()
                .processes(2)
                .idleTimeout(Duration.ofMillis(1500))
                .maxAge(Duration.ofMillis(500))
                .open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            Await.until(() -> pool.workers().isEmpty());
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
            Await.until(() -> pool.workers().size() == 1);
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
            Set<Long> before = Workers.pids(pool);
            Await.until(() -> Workers.pids(pool).stream().noneMatch(before::contains));
            assertThat(Workers.pids(pool)).doesNotContainAnyElementsOf(before);
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
            Await.until(() -> started.size() == 2);
            Pids.kill(started.get(1));
            assertThat(pool.applyAsync(SQUARE, 3).get(30, TimeUnit.SECONDS)).isEqualTo(9);
            assertThat(pool.applyAsync(SQUARE, 4).get(30, TimeUnit.SECONDS)).isEqualTo(16);
        }
    }
}
