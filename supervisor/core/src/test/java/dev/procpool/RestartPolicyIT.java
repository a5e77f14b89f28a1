package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Endless;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Marks;
import dev.procpool.testing.Pids;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers that die again and again: when a pool gives up, and what forgives deaths. */
@ExtendWith(Leftovers.class)
class RestartPolicyIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void workersThatDieAgainAndAgainWhileIdleBreakThePoolWithTheFirstCauseAfterGrowingDelays() throws Exception {
        List<Long> starts = Collections.synchronizedList(new ArrayList<>());
        try (Pool pool = Pool.builder()
                .processes(1)
                .restartPolicy(
                        new RestartPolicy(3, Duration.ofMinutes(1), Duration.ofMillis(300), Duration.ofSeconds(5)))
                .initializer(RestartPolicyIT::haltSoon)
                .listener(new PoolListener() {
                    @Override
                    public void workerStarted(WorkerInfo worker) {
                        starts.add(System.nanoTime());
                    }
                })
                .open()) {
            Await.until(() -> isBroken(pool));
            assertThatThrownBy(() -> pool.apply(SQUARE, 3))
                    .isInstanceOf(PoolBrokenException.class)
                    .hasMessageContaining("more than 3 workers died within 1m")
                    .hasMessageContaining("77")
                    .satisfies(e -> {
                        WorkerStartException all = (WorkerStartException) e.getCause();
                        WorkerStartException first = (WorkerStartException) all.getCause();
                        assertThat(first.report().orElseThrow().incarnation()).isEqualTo(1);
                        assertThat(all.getSuppressed()).hasSize(3);
                    });
        }
        assertThat(starts).hasSize(4);
        long second = starts.get(2) - starts.get(1);
        long third = starts.get(3) - starts.get(2);
        assertThat(second).isGreaterThan(Duration.ofMillis(225).toNanos());
        assertThat(third).isGreaterThan(Duration.ofMillis(450).toNanos());
    }

    private static Object killedBeforeItIsReady(Path marks, int times) throws Exception {
        Marks.add(marks, 1);
        if (Marks.in(marks).size() <= times) {
            Pids.signalMyself("KILL");
            Endless.spinForEver();
        }
        return null;
    }

    @Test
    void aKillBeforeTheFirstWorkerIsReadyIsADeathAsAnyOther(@TempDir Path directory) throws Exception {
        Path marks = directory.resolve("marks");
        String file = marks.toString();
        try (Pool pool = Pool.builder()
                .processes(1)
                .initializer(() -> killedBeforeItIsReady(Path.of(file), 2))
                .open()) {
            assertThat(pool.apply(SQUARE, 3)).isEqualTo(9);
            assertThat(pool.stats().deaths()).isEqualTo(2);
        }
    }

    @Test
    void killsBeforeAnyWorkerIsReadySpendTheBudget(@TempDir Path directory) throws Exception {
        String file = directory.resolve("marks").toString();
        try (Pool pool = Pool.builder()
                .processes(1)
                .restartPolicy(RestartPolicy.of(1, Duration.ofMinutes(1)))
                .initializer(() -> killedBeforeItIsReady(Path.of(file), 1000))
                .open()) {
            assertThatThrownBy(() -> pool.apply(SQUARE, 3))
                    .isInstanceOf(PoolBrokenException.class)
                    .hasMessageContaining("more than 1 worker died within 1m")
                    .hasMessageContaining("SIGKILL")
                    .hasMessageContaining("before it was ready");
        }
        assertThat(Marks.in(Path.of(file))).hasSize(2);
    }

    private static Object haltSoon() {
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
                Pids.kill(pid);
                Await.until(() -> pool.workers().get(0).pid() != pid);
            }
            assertThat(pool.stats().deaths()).isEqualTo(4);
        }
    }
}
