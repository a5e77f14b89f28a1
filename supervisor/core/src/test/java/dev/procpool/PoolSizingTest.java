package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PoolSizingTest {

    private static final long GIB = 1L << 30;

    @Test
    void thereAreAsManyWorkersAsProcessorsWhereMemoryHasRoomForThem() {
        PoolSizing sizing = PoolSizing.of(8, 64 * GIB, "the machine", Optional.empty());
        assertThat(sizing).isEqualTo(new PoolSizing(8, "8 processors"));
    }

    @Test
    void aSmallContainerMakesFewerAndSaysSo() {
        PoolSizing sizing = PoolSizing.of(16, 2 * GIB, "the container", Optional.empty());
        assertThat(sizing.processes()).isBetween(1, 6);
        assertThat(sizing.reason())
                .contains("the memory of the container, 2048 MiB")
                .contains("16 processors");
    }

    @Test
    void theHeapThatWasAskedForCounts() {
        int small = PoolSizing.of(32, 8 * GIB, "the machine", Optional.of(64L << 20))
                .processes();
        int large =
                PoolSizing.of(32, 8 * GIB, "the machine", Optional.of(2 * GIB)).processes();
        assertThat(small).isEqualTo(32);
        assertThat(large).isBetween(1, 4);
    }

    @Test
    void thereIsAlwaysOne() {
        assertThat(PoolSizing.of(4, 64L << 20, "the container", Optional.of(GIB))
                        .processes())
                .isEqualTo(1);
        assertThat(PoolSizing.here(Optional.of("64m")).processes()).isPositive();
    }

    @Test
    void valuesThatCannotBeAreRefusedWithTheirName() {
        PoolBuilder builder = Pool.builder();
        List<ThrowingCallable> wrong = List.of(
                () -> builder.maxTasksPerWorker(0),
                () -> builder.maxTasksPerWorker(-1),
                () -> builder.maxPending(0),
                () -> builder.maxPendingBytes(0),
                () -> builder.minWorkers(-1),
                () -> builder.maxRss(0),
                () -> builder.softMaxRss(-5),
                () -> builder.niceness(-1),
                () -> builder.niceness(20),
                () -> builder.maxAge(Duration.ZERO),
                () -> builder.idleTimeout(Duration.ofSeconds(-1)),
                () -> Pool.builder().processes(2).minWorkers(3).build(),
                () -> TaskOptions.builder().timeout(Duration.ZERO).build(),
                () -> TaskOptions.builder().retries(-1).build(),
                () -> TaskOptions.builder().retryDelay(Duration.ofSeconds(-1)).build(),
                () -> TaskOptions.builder().client(" ").build(),
                () -> TaskOptions.builder()
                        .timeout(Duration.ofSeconds(1))
                        .softTimeout(Duration.ofSeconds(1))
                        .build(),
                () -> new RestartPolicy(-1, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO),
                () -> new RestartPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO),
                () -> new RestartPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1)));
        for (ThrowingCallable call : wrong) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(": ");
        }
    }
}
