package dev.procpool.protocol.between;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Runs the steps of the lock, the ones that the product runs, in every order: three participants, each of which may
 * die or give up before any of its steps, and the home, which may die as well.
 */
class LockStepsTest {

    @Test
    void inEveryOrderOneParticipantHoldsTheLockAndNoneSleepsForEver() {
        int states = explore(World.with(World.SweepRule.AS_THE_PRODUCT, 3, 1, 1, 1));

        System.out.println("LockStepsTest: three participants and three deaths, " + states + " states");
        assertThat(states).isGreaterThan(100_000);
    }

    @Test
    void aParticipantThatComesAgainMeetsNothingThatADeathHasLeft() {
        int states = explore(World.with(World.SweepRule.AS_THE_PRODUCT, 1, 1, 2, 1));

        System.out.println("LockStepsTest: one participant twice and one death, " + states + " states");
        assertThat(states).isGreaterThan(100_000);
    }

    @Test
    void aSweepThatTrustsTheWaitingBitFreezesAParticipant() {
        assertThatThrownBy(() -> explore(World.with(World.SweepRule.BY_THE_WAITING_BIT, 1, 1, 1, 1)))
                .isInstanceOf(World.Violation.class)
                .hasMessageContaining("sleeps for ever");
    }

    @Test
    void aSweepThatSeesNothingButWaitingCellsLeavesALockThatIsNeverFree() {
        assertThatThrownBy(() -> explore(World.with(World.SweepRule.BY_WAITING_CELLS_ALONE, 1, 1, 1, 1)))
                .isInstanceOf(World.Violation.class)
                .hasMessageContaining("stays locked");
    }

    /** Visits every state that can be reached; returns how many there are. */
    private static int explore(World first) {
        Set<String> seen = new HashSet<>();
        Deque<World> open = new ArrayDeque<>();
        open.push(first);
        while (!open.isEmpty()) {
            World world = open.pop();
            if (!seen.add(world.key())) {
                continue;
            }
            World.Following following = world.following();
            if (following.forced() == 0) {
                world.requireGoodEnd();
            }
            following.worlds().forEach(open::push);
        }
        return seen.size();
    }
}
