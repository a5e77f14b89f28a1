package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The task that each worker runs before its first item. */
@ExtendWith(Leftovers.class)
class InitializerIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static int initialized;

    private static Integer initialize(Path file) throws IOException {
        initialized++;
        Files.writeString(file, "x\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return null;
    }

    @Test
    void theInitializerRunsOnceInEachWorkerBeforeItsFirstItem(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("ran");
        try (Pool pool =
                Pool.builder().processes(3).initializer(() -> initialize(file)).open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            assertThat(Files.readAllLines(file)).hasSize(3);
            assertThat(pool.map(x -> initialized, SayWhen.range(50))).containsOnly(1);
        }
        Object unserializable = new Object() {
            private final Thread thread = Thread.currentThread();
        };
        assertThatThrownBy(
                        () -> Pool.builder().initializer(() -> unserializable).open())
                .isInstanceOf(ArgumentSerializationException.class)
                .hasMessageContaining("initializer");
    }

    @Tag("jdk")
    @Test
    void anInitializerThatThrowsBreaksThePoolWithTheStackOfTheChild(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("ran");
        try (Pool pool = Pool.builder()
                .processes(2)
                .initializer(() -> {
                    initialize(file);
                    throw new IllegalStateException("no licence");
                })
                .open()) {
            assertThatThrownBy(() -> pool.awaitReady(LONG))
                    .isInstanceOf(PoolBrokenException.class)
                    .hasMessageContaining("error in initializer")
                    .hasMessageContaining("no licence")
                    .hasCauseInstanceOf(WorkerStartException.class)
                    .satisfies(e -> assertThat(e.getCause().getCause().getStackTrace())
                            .anyMatch(f -> f.getClassName().equals(InitializerIT.class.getName())));
            assertThatThrownBy(() -> pool.apply(SQUARE, 3))
                    .isInstanceOf(PoolBrokenException.class)
                    .hasMessageContaining("no licence");
        }
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(2);
    }
}
