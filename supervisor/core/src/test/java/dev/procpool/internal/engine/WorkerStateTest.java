package dev.procpool.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkerStateTest {

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
}
