package dev.procpool.internal.engine.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.WorkerInfo;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {

    private final Lifecycle life = new Lifecycle("worker 1", 0);

    private void pass(WorkerState... states) {
        for (WorkerState next : states) {
            life.transitionTo(next, "test");
        }
    }

    @Test
    void aWorkerThatStartsAndIsAskedToLeavePassesTheseStates() {
        pass(WorkerState.LAUNCHING, WorkerState.CONNECTED, WorkerState.INITIALIZING, WorkerState.IDLE);
        pass(WorkerState.BUSY, WorkerState.IDLE, WorkerState.BUSY, WorkerState.RETIRING, WorkerState.ASKED);
        pass(WorkerState.TERMINATED, WorkerState.KILLED, WorkerState.EXITED);
        assertThat(life.isAlive()).isFalse();
    }

    @Test
    void anExitedWorkerStaysExited() {
        pass(WorkerState.EXITED);

        assertThatThrownBy(() -> life.transitionTo(WorkerState.IDLE, "test"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("worker 1: EXITED -> IDLE");
    }

    @ParameterizedTest
    @EnumSource
    void everyStateIsLeftForALaterOneOnlyExceptFromBusyToIdle(WorkerState state) {
        Set<WorkerState> next = EnumSet.noneOf(WorkerState.class);
        for (WorkerState other : WorkerState.values()) {
            if (state.mayBecome(other)) {
                next.add(other);
            }
        }

        if (state == WorkerState.BUSY) {
            next.remove(WorkerState.IDLE);
        }
        assertThat(next).allMatch(later -> later.compareTo(state) > 0);
        assertThat(next.contains(WorkerState.EXITED)).isEqualTo(state != WorkerState.EXITED);
    }

    @Test
    void usersSeeTheStatesOfAStartAndOfAStopAsOneEach() {
        for (WorkerState state : WorkerState.values()) {
            assertThat(state.shown() == WorkerInfo.State.STARTING).isEqualTo(state.isStarting());
            assertThat(state.shown() == WorkerInfo.State.STOPPING).isEqualTo(state.isStopping());
        }
    }

    @Test
    void theFirstCauseOfAStopCounts() {
        life.stopFor(StopCause.TIMEOUT, "was slow");
        life.stopFor(StopCause.POOL_END, "was stopped with its pool");

        assertThat(life.stopCause()).isEqualTo(StopCause.TIMEOUT);
        assertThat(life.stopReason()).isEqualTo("was slow");
    }
}
