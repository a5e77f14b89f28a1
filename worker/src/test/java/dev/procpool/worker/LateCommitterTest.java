package dev.procpool.worker;

import static dev.procpool.worker.RunnerWithResults.ITEMS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LateCommitterTest {

    private static final int CHUNKS = 20_000;

    @Test
    void resultsThatAreSentWhileAnItemRunsAreSentOnceAndInOrder() {
        RunnerWithResults runner = new RunnerWithResults(1, new RunQueueDelay());
        runner.define(x -> x + 1);

        for (int i = 0; i < CHUNKS; i++) {
            runner.run();
        }

        assertThat(runner.frames).as("some were sent early").isGreaterThan(CHUNKS);
        assertThat(runner.results).hasSize(CHUNKS * ITEMS);
        for (int i = 0; i < runner.results.size(); i++) {
            if (!runner.results.get(i).equals(i % ITEMS + 1)) {
                assertThat(runner.results.get(i)).as("item %s", i).isEqualTo(i % ITEMS + 1);
            }
        }
    }
}
