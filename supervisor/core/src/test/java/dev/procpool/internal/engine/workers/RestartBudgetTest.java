package dev.procpool.internal.engine.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.RestartPolicy;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {

    @Test
    void deathsForNothingSpendTheBudgetAndASettledItemRestoresIt() {
        RestartPolicy policy =
                new RestartPolicy(3, Duration.ofNanos(100), Duration.ofNanos(1000), Duration.ofNanos(2000));
        RestartBudget budget = new RestartBudget(policy, new Random(1));
        assertThat(budget.spend(0)).as("the first restart is at once").hasValue(0);
        assertThat(budget.spend(1).orElseThrow()).isBetween(750L, 1250L);
        assertThat(budget.spend(2).orElseThrow()).isBetween(1500L, 2500L);
        assertThat(budget.spend(3)).as("once too often within the period").isEmpty();
        assertThat(budget.spend(104).orElseThrow())
                .as("the others were long ago; the delay is bounded")
                .isBetween(1500L, 2500L);
        budget.restore();
        assertThat(budget.spend(105)).hasValue(0);
    }
}
