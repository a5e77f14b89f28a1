package dev.procpool.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.PoolBrokenException;
import dev.procpool.internal.base.PoolName;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class PoolLifeTest {

    private final PoolLife life = new PoolLife(PoolName.NONE);

    @Test
    void aPoolDoesNotGoBackToAnEarlierState() {
        life.transitionTo(PoolState.STOPPING);
        life.transitionTo(PoolState.DRAINING);

        assertThat(life.state()).isEqualTo(PoolState.STOPPING);
        assertThat(life.mayRunItems()).isFalse();
    }

    @Test
    void theFirstCauseBreaksThePool() {
        assertThat(life.keepCause(new IllegalStateException("first"))).isTrue();
        assertThat(life.keepCause(new IllegalStateException("second"))).isFalse();

        assertThat(life.brokenException()).hasMessageContaining("first").hasRootCauseMessage("first");
    }

    @Test
    void nothingBreaksAPoolThatIsStopping() {
        life.transitionTo(PoolState.STOPPING);

        assertThat(life.keepCause(new IllegalStateException("late"))).isFalse();
        assertThat(life.isBroken()).isFalse();
    }

    @Test
    void theReasonForGivingUpItemsIsThatThePoolIsBrokenOrWasTerminated() {
        assertThat(life.ended()).isEmpty();

        life.keepCause(new IllegalStateException("cause"));
        life.transitionTo(PoolState.STOPPING);
        PoolLife terminated = new PoolLife(PoolName.NONE);
        terminated.transitionTo(PoolState.STOPPING);

        assertThat(life.ended().orElseThrow().toException()).isInstanceOf(PoolBrokenException.class);
        assertThat(terminated.ended().orElseThrow().toException()).isInstanceOf(CancellationException.class);
    }
}
