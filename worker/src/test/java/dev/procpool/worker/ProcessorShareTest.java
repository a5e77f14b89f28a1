package dev.procpool.worker;

import static dev.procpool.worker.RunnerWithResults.FUNCTION;
import static dev.procpool.worker.RunnerWithResults.ITEMS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.message.Command.Commit;
import dev.procpool.task.TaskFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time on a run queue that events report, read from a file that stands for that of Linux. */
class ProcessorShareTest {

    /** Static, as functions are decoded without the test. */
    private static int slowFrom;

    private static TaskFunction<Long, Object> waiting;

    private Path counts;
    private RunnerWithResults runner;
    private long waited;

    @BeforeEach
    void readsAFile(@TempDir Path directory) throws IOException {
        counts = directory.resolve("schedstat");
        waitInAll(0);
        waiting = nanos -> {
            Thread.sleep(1);
            waitInAll(waited + nanos);
            return null;
        };
        runner = new RunnerWithResults(TimeUnit.SECONDS.toNanos(100), new RunQueueDelay(counts));
        runner.define(x -> x < slowFrom ? x : waiting.apply(1_000L + x));
    }

    private void waitInAll(long nanos) throws IOException {
        waited = nanos;
        Files.writeString(counts, "1 " + nanos + " 1\n");
    }

    private void runTheFirstHundred() {
        runner.run();
        runner.run();
        assertThat(runner.queuedNanos).as("not asked for the first hundred").isEmpty();
    }

    @Test
    void aSlowItemReportsOnceHowLongItWaited() {
        slowFrom = ITEMS - 1;
        runTheFirstHundred();

        runner.run();

        assertThat(runner.queuedNanos).containsExactly(1_000L + ITEMS - 1);
        slowFrom = ITEMS;
        runner.run();
        assertThat(runner.queuedNanos).as("once").hasSize(1);
    }

    @Test
    void timeBeforeTheItemsIsNotTheirs() throws Exception {
        slowFrom = ITEMS - 1;
        runTheFirstHundred();
        waitInAll(waited + 5_000_000);

        runner.hasWaited();
        runner.run();

        assertThat(runner.queuedNanos).containsExactly(1_000L + ITEMS - 1);
    }

    /** To ask takes longer than the answer is worth: such an item is slow, however long it waited. */
    @Test
    void whereAllItemsAreSlowFewAreAskedAbout() throws Exception {
        slowFrom = 0;
        runTheFirstHundred();

        for (int i = 0; i < 4; i++) {
            runner.run();
            waiting.apply(1_000_000L);
            runner.hasWaited();
        }

        // The 128th item that was slow in a row, the 192nd, and so on until the 360th; each reports its own time.
        assertThat(runner.queuedNanos).hasSize(4).allSatisfy(nanos -> assertThat(nanos)
                .isBetween(1_000L, 1_000L + ITEMS));
    }

    @Test
    void aSlowItemAfterQuickOnesIsAskedAbout() throws Exception {
        slowFrom = 0;
        runTheFirstHundred();
        runner.run();
        waiting.apply(1_000_000L);

        slowFrom = ITEMS - 1;
        runner.run();

        assertThat(runner.queuedNanos).endsWith(1_000L + ITEMS - 1);
    }

    @Test
    void theFirstItemsOfAnotherFunctionAreAskedAbout() {
        slowFrom = 0;
        runTheFirstHundred();
        runner.queuedNanos.clear();

        runner.define(FUNCTION + 1, x -> waiting.apply(1_000L + x));
        runner.run(Commit.BATCHED, FUNCTION + 1);

        assertThat(runner.queuedNanos).hasSize(16).startsWith(1_000L, 1_001L, 1_002L);
    }
}
