package dev.procpool.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.Pool;
import dev.procpool.PoolBrokenException;
import dev.procpool.PoolConfig;
import dev.procpool.WorkerOutput;
import dev.procpool.internal.base.PoolName;
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
    void anythingThrownUnderTheLockBreaksThePoolLoudlyAndNoThreadHangs() throws Exception {
        AtomicReference<WorkerLauncher.Listener> news = new AtomicReference<>();
        RunDirectory directory = RunDirectory.create(Optional.empty());
        PoolConfig config = Pool.builder().processes(1).build();
        Engine engine = new Engine(config, List.of(), Optional.empty(), listener -> {
            news.set(listener);
            return new WorkerLauncher(
                    PoolName.NONE,
                    directory,
                    JvmArguments.of(Optional.empty(), List.of(), Map.of(), List.of()),
                    new OutputRouter(PoolName.NONE, WorkerOutput.discarding()),
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
}
