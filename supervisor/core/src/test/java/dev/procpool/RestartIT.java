package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that are restarted by hand, and pools that are resized. */
@ExtendWith(Leftovers.class)
class RestartIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void workersAreRestartedOneAfterTheOtherWhileWorkGoesOn() throws Exception {
        try (Pool pool = Pool.open(2)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            Set<Long> before = Workers.pids(pool);
            TaskFuture<List<Integer>> work = pool.mapAsync(
                    (Integer x) -> {
                        Thread.sleep(2);
                        return x;
                    },
                    SayWhen.range(2000));
            pool.restartAll();
            int most = 0;
            while (!Workers.pids(pool).stream().noneMatch(before::contains)) {
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
            Await.until(
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
            Await.until(() -> pool.workers().size() == 1);
            assertThat(pool.workers()).hasSize(1);
            assertThat(work.get()).hasSize(1500);
            assertThatThrownBy(() -> pool.resize(0)).isInstanceOf(IllegalArgumentException.class);
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
            Set<Long> before = Workers.pids(pool);
            pool.restart(1);
            Await.until(() -> started.size() == 3);
            Pids.kill(started.get(2).pid());
            pool.restartAll();
            Await.until(() -> Workers.pids(pool).stream().noneMatch(before::contains));
            assertThat(Workers.pids(pool)).doesNotContainAnyElementsOf(before);
            Set<Long> then = Workers.pids(pool);
            pool.restartAll();
            Await.until(() ->
                    pool.workers().size() == 2 && Workers.pids(pool).stream().noneMatch(then::contains));
            assertThat(Workers.pids(pool)).hasSize(2).doesNotContainAnyElementsOf(then);
        }
    }

    @Test
    void aResizeWhileAllAreRestartedLeavesTheRightNumberAndTheRestartsGoOn() throws Exception {
        try (Pool pool = Pool.open(3)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            Set<Long> before = Workers.pids(pool);
            pool.restartAll();
            pool.resize(2);
            Await.until(() ->
                    pool.workers().size() == 2 && Workers.pids(pool).stream().noneMatch(before::contains));
            assertThat(Workers.pids(pool)).hasSize(2).doesNotContainAnyElementsOf(before);
            pool.resize(4);
            assertThat(pool.awaitReady(LONG)).isTrue();
            assertThat(pool.workers()).hasSize(4);
        }
    }
}
