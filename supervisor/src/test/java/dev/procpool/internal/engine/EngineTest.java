package dev.procpool.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.PoolBrokenException;
import dev.procpool.WorkerOutput;
import dev.procpool.internal.launch.JvmArguments;
import dev.procpool.internal.launch.OutputRouter;
import dev.procpool.internal.launch.RunDirectory;
import dev.procpool.internal.launch.WorkerLauncher;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EngineTest {

    @Test
    void anythingThrownUnderTheLockBreaksThePoolLoudlyAndNobodyHangs() throws Exception {
        AtomicReference<WorkerLauncher.Listener> news = new AtomicReference<>();
        RunDirectory directory = RunDirectory.create(Optional.empty());
        Engine engine = new Engine(1, Long.MAX_VALUE / 4, Long.MAX_VALUE / 4, listener -> {
            news.set(listener);
            return new WorkerLauncher(
                    directory,
                    JvmArguments.of(Optional.empty(), List.of(), Map.of(), List.of()),
                    new OutputRouter(WorkerOutput.discarding()),
                    1 << 20,
                    listener);
        });
        int noSuchWorker = 99;

        news.get().launchFailed(noSuchWorker, 1, new IllegalStateException("never looked at"));

        assertThatThrownBy(engine::requireOpen)
                .isInstanceOf(PoolBrokenException.class)
                .hasCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
        news.get().launchFailed(1, 1, new IllegalStateException("not spawned"));
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
        RestartBudget budget = new RestartBudget(2);
        assertThat(budget.spend()).isTrue();
        assertThat(budget.spend()).isTrue();
        assertThat(budget.spend()).isFalse();
        budget.restore();
        assertThat(budget.spend()).isTrue();
    }
}
