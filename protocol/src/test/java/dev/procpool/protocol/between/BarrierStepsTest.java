package dev.procpool.protocol.between;

import static dev.procpool.protocol.between.BarrierActor.absent;
import static dev.procpool.protocol.between.BarrierActor.party;
import static dev.procpool.protocol.between.BarrierActor.resetting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.between.BarrierWorld.Fault;
import org.junit.jupiter.api.Test;

/**
 * Runs the steps of a barrier for two, the ones that the product runs, in every order: three participants, each of
 * which may die before any of its steps, and be late or interrupted while it sleeps, and the home.
 */
class BarrierStepsTest {

    @Test
    void inEveryOrderAGenerationIsPassedByAllOrBroken() {
        explore("three participants, one death", BarrierWorld.with(Fault.NONE, false, 1, party(1), party(1), party(1)));
    }

    @Test
    void inEveryOrderAGenerationFollowsTheOther() {
        explore(
                "two participants twice, two deaths",
                BarrierWorld.with(Fault.NONE, false, 2, party(2), party(2), absent()));
    }

    @Test
    void inEveryOrderTheActionEndsTheGenerationOrBreaksIt() {
        explore(
                "an action, two participants, two deaths",
                BarrierWorld.with(Fault.NONE, true, 2, party(2), party(1), absent()));
    }

    @Test
    void inEveryOrderAPartyThatComesDuringTheActionBelongsToTheNextGeneration() {
        explore("an action, three participants", BarrierWorld.with(Fault.NONE, true, 0, party(1), party(1), party(1)));
    }

    @Test
    void inEveryOrderABarrierThatIsMadeNewTellsItsOldPartiesThatTheirsWasBroken() {
        explore(
                "two participants and a reset, one death",
                BarrierWorld.with(Fault.NONE, false, 1, party(1), party(1), resetting()));
    }

    private static void explore(String title, BarrierWorld world) {
        int states = Explorer.explore(world);

        System.out.println("BarrierStepsTest: " + title + ", " + states + " states");
        assertThat(states).isGreaterThan(5_000);
    }

    @Test
    void aResetThatMarksNoCellLetsAPartyPassAlone() {
        assertThatThrownBy(() -> Explorer.explore(BarrierWorld.with(
                        Fault.MARKS_NO_CELL_BEFORE_THE_NEXT_GENERATION, false, 0, party(1), party(1), resetting())))
                .isInstanceOf(Explorer.Violation.class)
                .hasMessageContaining("alone");
    }

    @Test
    void aDeadPartyIsWaitedForIfTheHomeForgetsIt() {
        assertThatThrownBy(() -> Explorer.explore(
                        BarrierWorld.with(Fault.FORGETS_THE_DEAD, false, 1, party(1), party(1), party(1))))
                .isInstanceOf(Explorer.Violation.class)
                .hasMessageContaining("a dead party is waited for");
    }
}
