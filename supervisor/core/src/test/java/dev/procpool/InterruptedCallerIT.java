package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Leftovers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Methods that do not wait work on a thread that is interrupted, and leave it interrupted. */
@ExtendWith(Leftovers.class)
class InterruptedCallerIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @AfterEach
    void clearTheStatus() {
        Thread.interrupted();
    }

    @Test
    void opensAPool() throws Exception {
        Thread.currentThread().interrupt();

        try (Pool pool = Pool.open(1)) {
            assertThatThrownBy(() -> pool.apply((Integer x) -> x, 1)).isInstanceOf(InterruptedException.class);
            Thread.currentThread().interrupt();
            TaskFuture<Integer> future = pool.applyAsync((Integer x) -> x * x, 5);

            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
            assertThat(future.get()).isEqualTo(25);
        }
    }

    @Test
    void startsAChild() throws Exception {
        ChildProcess child = ChildProcess.of(() -> null);
        Thread.currentThread().interrupt();

        child.start();

        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(child.join(LONG)).isTrue();
        assertThat(child.exitCode()).hasValue(0);
    }

    @Test
    void createsAndUsesObjectsBetweenProcesses() {
        Thread.currentThread().interrupt();

        try (SharedLong value = SharedLong.of(5);
                ProcessQueue<Integer> queue = ProcessQueue.create()) {
            assertThat(value.addAndGet(1)).isEqualTo(6);
            assertThat(queue.isEmpty()).isTrue();

            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }
    }
}
