package dev.procpool.protocol.between;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * Runs the steps of the lock, the ones that the product runs, in every order: three participants, each of which may
 * die or give up before any of its steps, and the home, which may die as well.
 */
class LockStepsTest {

    @Test
    void inEveryOrderOneParticipantHoldsTheLockAndNoneSleepsForEver() {
        int states = Explorer.explore(LockWorld.with(LockWorld.SweepRule.AS_THE_PRODUCT, 3, 1, 1, 1));

        System.out.println("LockStepsTest: three participants and three deaths, " + states + " states");
        assertThat(states).isGreaterThan(100_000);
    }

    @Test
    void aParticipantThatComesAgainMeetsNothingThatADeathHasLeft() {
        int states = Explorer.explore(LockWorld.with(LockWorld.SweepRule.AS_THE_PRODUCT, 1, 1, 2, 1));

        System.out.println("LockStepsTest: one participant twice and one death, " + states + " states");
        assertThat(states).isGreaterThan(100_000);
    }

    @Test
    void aSweepThatTrustsTheWaitingBitFreezesAParticipant() {
        assertThatThrownBy(() -> Explorer.explore(LockWorld.with(LockWorld.SweepRule.BY_THE_WAITING_BIT, 1, 1, 1, 1)))
                .isInstanceOf(Explorer.Violation.class)
                .hasMessageContaining("sleeps for ever");
    }

    @Test
    void aSweepThatSeesNothingButWaitingCellsLeavesALockThatIsNeverFree() {
        assertThatThrownBy(
                        () -> Explorer.explore(LockWorld.with(LockWorld.SweepRule.BY_WAITING_CELLS_ALONE, 1, 1, 1, 1)))
                .isInstanceOf(Explorer.Violation.class)
                .hasMessageContaining("stays locked");
    }
}
