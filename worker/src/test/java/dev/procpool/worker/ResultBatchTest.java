package dev.procpool.worker;

import static dev.procpool.worker.RunnerWithResults.ITEMS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which results share an event. */
class ResultBatchTest {

    private static final int ROUNDS = 50;

    /** The results of the test, for functions, which are decoded without it. */
    private static RunnerWithResults current;

    private final RunnerWithResults runner = new RunnerWithResults();

    ResultBatchTest() {
        current = runner;
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void resultsOfQuickItemsWaitAboutAMillisecondForOthers() {
        runner.define(x -> {
            spin(15_000);
            return x;
        });

        int fewest = Integer.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) { // an item may be held up by other processes
            int before = runner.frames;
            runner.run();
            fewest = Math.min(fewest, runner.frames - before);
        }

        assertThat(fewest).isLessThanOrEqualTo(3);
        assertThat(runner.results).hasSize(ROUNDS * ITEMS);
    }

    @Test
    void theResultOfAnItemOfMoreThan50MicrosecondsIsSentBeforeTheNextItemStarts() {
        runner.define(x -> {
            spin(60_000);
            return current.results.size();
        });

        runner.run();

        for (int i = 0; i < ITEMS; i++) {
            assertThat(runner.results.get(i)).as("results before item %s", i).isEqualTo(i);
        }
    }

    @Test
    void resultsThatAreNotPackedDoSoToo() {
        runner.define(x -> {
            spin(60_000);
            return new int[] {current.results.size()};
        });

        runner.run();

        for (int i = 0; i < ITEMS; i++) {
            assertThat((int[]) runner.results.get(i))
                    .as("results before item %s", i)
                    .containsExactly(i);
        }
    }
}
