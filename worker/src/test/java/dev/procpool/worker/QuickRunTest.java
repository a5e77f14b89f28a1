package dev.procpool.worker;

import static dev.procpool.worker.RunnerWithResults.FUNCTION;
import static dev.procpool.worker.RunnerWithResults.ITEMS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.message.Command.Commit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickRunTest {

    /** The test for functions, which are decoded without it. */
    private static QuickRunTest current;

    private static int odd;

    private final RunnerWithResults runner = new RunnerWithResults();
    private final List<Integer> started = new ArrayList<>();

    QuickRunTest() {
        current = this;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 15, 16, 17, 30, 31, 32, 33, 58})
    void recalledItemsDoNotRunAndNoResultBeforeThemIsLost(int last) {
        odd = last;
        runner.define(x -> current.recallAfter(x));

        runner.run();

        assertOnlyItemsUpToRan(last);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 58})
    void recalledItemsThatAreNotPackedDoNotRunEither(int last) {
        odd = last;
        runner.define(x -> current.recallAfter(x));

        runner.runSized(Commit.BATCHED);

        assertOnlyItemsUpToRan(last);
    }

    private void assertOnlyItemsUpToRan(int last) {
        assertThat(started).hasSize(last + 1).endsWith(last);
        assertThat(runner.results).hasSize(last + 1).endsWith(last);
        assertThat(runner.nowRunning.running()).isEqualTo(NowRunning.NONE);
    }

    private Object recallAfter(int item) {
        started.add(item);
        if (item == odd) {
            runner.recallItemsBehindThisOne();
        }
        return item;
    }

    @Test
    void eachResultIsSentBeforeTheNextItemStartsWhereEachIsCommitted() {
        runner.define(x -> current.runner.results.size());

        runner.run(Commit.PER_ITEM, FUNCTION);

        assertThat(runner.results).hasSize(ITEMS);
        for (int i = 0; i < ITEMS; i++) {
            assertThat(runner.results.get(i)).as("results before item %s", i).isEqualTo(i);
        }
    }

    @Test
    void aChunkIsSlowIfItsItemsTakeLongOnAverage() {
        odd = 40;
        runner.define(x -> {
            if (x == odd) {
                Thread.sleep(50);
            }
            return x;
        });

        runner.run();
        assertThat(runner.results).hasSize(ITEMS);
        assertThat(runner.ranSlowItems()).as("50 ms for 60 items").isTrue();

        odd = -1;
        runner.run();
        assertThat(runner.results).hasSize(2 * ITEMS);
        assertThat(runner.ranSlowItems()).isFalse();
    }
}
