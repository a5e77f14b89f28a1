package dev.procpool.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.Pool;
import dev.procpool.PoolBrokenException;
import dev.procpool.PoolConfig;
import dev.procpool.RestartPolicy;
import dev.procpool.WorkerOutput;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.launch.JvmArguments;
import dev.procpool.internal.launch.OutputRouter;
import dev.procpool.internal.launch.RunDirectory;
import dev.procpool.internal.launch.WorkerLauncher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EngineTest {

    @Test
    void anythingThrownUnderTheLockBreaksThePoolLoudlyAndNobodyHangs() throws Exception {
        AtomicReference<WorkerLauncher.Listener> news = new AtomicReference<>();
        RunDirectory directory = RunDirectory.create(Optional.empty());
        PoolConfig config = Pool.builder().processes(1).build();
        Engine engine = new Engine(config, Optional.empty(), Optional.empty(), listener -> {
            news.set(listener);
            return new WorkerLauncher(
                    directory,
                    JvmArguments.of(Optional.empty(), List.of(), Map.of(), List.of()),
                    new OutputRouter(WorkerOutput.discarding()),
                    1 << 20,
                    1000,
                    listener);
        });
        engine.start();

        news.get().spawned(null);

        assertThatThrownBy(engine::requireOpen)
                .isInstanceOf(PoolBrokenException.class)
                .hasCauseInstanceOf(NullPointerException.class);
        assertThat(engine.join(System.nanoTime() + TimeUnit.SECONDS.toNanos(30)))
                .as("it closes all the same")
                .isTrue();
        assertThat(directory.path()).doesNotExist();
    }

    @Test
    void terminalStatesOfAWorkerRefuse() {
        for (WorkerState next : WorkerState.values()) {
            assertThat(WorkerState.EXITED.mayBecome(next)).isFalse();
        }
        assertThat(WorkerState.STOPPING.mayBecome(WorkerState.IDLE)).isFalse();
        Worker worker = new Worker(1, 1, 0);
        worker.transitionTo(WorkerState.EXITED, "test");
        assertThatThrownBy(() -> worker.transitionTo(WorkerState.IDLE, "test"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("EXITED -> IDLE");
    }

    @Test
    void deathsForNothingSpendTheBudgetAndASettledItemRestoresIt() {
        RestartPolicy policy =
                new RestartPolicy(3, Duration.ofNanos(100), Duration.ofNanos(1000), Duration.ofNanos(2000));
        RestartBudget budget = new RestartBudget(policy, new Random(1));
        assertThat(budget.spend(0)).as("the first restart is at once").hasValue(0);
        assertThat(budget.spend(1).orElseThrow()).isBetween(750L, 1250L);
        assertThat(budget.spend(2).orElseThrow()).isBetween(1500L, 2500L);
        assertThat(budget.spend(3)).as("once too often within the period").isEmpty();
        assertThat(budget.spend(104).orElseThrow())
                .as("the others were long ago; the delay is bounded")
                .isBetween(1500L, 2500L);
        budget.restore();
        assertThat(budget.spend(105)).hasValue(0);
    }

    @Test
    void deadlinesCompareAlsoWhereTheClockOverflows() {
        long late = Long.MAX_VALUE - 5;
        assertThat(Times.isDue(late, late + 10)).isTrue();
        assertThat(Times.isDue(late + 10, late)).isFalse();
        assertThat(Times.isDue(Times.NEVER, 0)).isFalse();
        assertThat(Times.earlier(late, late + 10)).isEqualTo(late);
        assertThat(Times.earlier(Times.NEVER, -3)).isEqualTo(-3);
    }
}
