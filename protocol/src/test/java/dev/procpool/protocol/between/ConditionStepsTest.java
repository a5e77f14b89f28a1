package dev.procpool.protocol.between;

import static dev.procpool.protocol.between.ConditionActor.notifying;
import static dev.procpool.protocol.between.ConditionActor.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.between.ConditionWorld.Fault;
import org.junit.jupiter.api.Test;

/**
 * Runs the steps of a condition, the ones that the product runs, in every order: three participants, each of which may
 * die before any of its steps and give up while it sleeps, and the home.
 */
class ConditionStepsTest {

    @Test
    void inEveryOrderANotificationEndsTheOldestWaitAndNoneIsLost() {
        int states = Explorer.explore(ConditionWorld.with(Fault.NONE, 2, waiting(1), waiting(1), notifying(1, 2)));

        System.out.println(
                "ConditionStepsTest: two waits, two notifications of one, two deaths, " + states + " states");
        assertThat(states).isGreaterThan(100_000);
    }

    @Test
    void inEveryOrderANotificationOfAllEndsAllWaitsThatBeganBefore() {
        int states = Explorer.explore(ConditionWorld.with(Fault.NONE, 2, waiting(2), waiting(1), notifying(9, 1)));

        System.out.println(
                "ConditionStepsTest: three waits, one notification of all, two deaths, " + states + " states");
        assertThat(states).isGreaterThan(100_000);
    }

    @Test
    void inEveryOrderTwoThatNotifyEndOneWaitEach() {
        int states = Explorer.explore(ConditionWorld.with(Fault.NONE, 1, waiting(2), notifying(1, 1), notifying(1, 1)));

        System.out.println("ConditionStepsTest: two that notify, one death, " + states + " states");
        assertThat(states).isGreaterThan(10_000);
    }

    @Test
    void aWaitThatFreesTheLockTooEarlyIsNotSeen() {
        assertFound(Fault.FREES_THE_LOCK_BEFORE_THE_CELL_WAITS, "a wait that began before was not seen");
    }

    @Test
    void aNotificationIsLostWithItsThreadIfTheHomeDoesNotPassItOn() {
        assertFound(Fault.PASSES_NO_NOTIFICATION_ON, "a notification is lost");
    }

    @Test
    void aNotificationIsLostIfTheHomeLooksOnlyWhenItIsRung() {
        assertFound(Fault.LOOKS_ONLY_WHEN_RUNG, "sleeps for ever");
    }

    private static void assertFound(Fault fault, String violation) {
        assertThatThrownBy(
                        () -> Explorer.explore(ConditionWorld.with(fault, 1, waiting(1), waiting(1), notifying(1, 1))))
                .isInstanceOf(Explorer.Violation.class)
                .hasMessageContaining(violation);
    }
}
