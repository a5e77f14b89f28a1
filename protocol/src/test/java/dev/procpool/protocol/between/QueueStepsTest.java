package dev.procpool.protocol.between;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * Runs the steps of threads that put into a queue of one item and get from it in every order: each participant may die
 * before any of its steps, and one that sleeps may give up.
 */
class QueueStepsTest {

    @Test
    void inEveryOrderNoneSleepsForEverThoughThereIsAnItemOrRoom() {
        int states = Explorer.explore(QueueWorld.with(
                QueueWorld.AfterDeath.AS_THE_PRODUCT,
                false,
                1,
                QueueUser.putter(0, 1),
                QueueUser.getter(1, 1),
                QueueUser.getter(2, 1)));

        System.out.println("QueueStepsTest: one putter, two getters, one death: " + states + " states");
        assertThat(states).isGreaterThan(10_000);
    }

    @Test
    void puttersThatWaitForRoomGoOn() {
        int states = Explorer.explore(QueueWorld.with(
                QueueWorld.AfterDeath.AS_THE_PRODUCT, false, 1, QueueUser.putter(0, 2), QueueUser.getter(1, 2)));

        System.out.println("QueueStepsTest: one putter, one getter, two items, one death: " + states + " states");
        assertThat(states).isGreaterThan(10_000);
    }

    @Test
    void anItemThatComesBackIsFoundByTheOneThatWaits() {
        int states = Explorer.explore(QueueWorld.with(
                QueueWorld.AfterDeath.AS_THE_PRODUCT,
                true,
                1,
                QueueUser.putter(0, 1),
                QueueUser.getter(1, 1),
                QueueUser.getter(2, 1)));

        System.out.println("QueueStepsTest: redelivery to another getter, one death: " + states + " states");
        assertThat(states).isGreaterThan(10_000);
    }

    @Test
    void withoutARepairTheItemOfTheDeadIsLost() {
        QueueWorld world = QueueWorld.with(
                QueueWorld.AfterDeath.NO_REPAIR,
                true,
                1,
                QueueUser.putter(0, 1),
                QueueUser.getter(1, 1),
                QueueUser.getter(2, 1));
        assertThatThrownBy(() -> Explorer.explore(world))
                .isInstanceOf(Explorer.Violation.class)
                .hasMessageContaining("sleeps for ever");
    }
}
