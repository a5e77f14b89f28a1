package dev.procpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.message.Command.Commit;
import dev.procpool.protocol.message.Event.ItemsDone;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The start of the first item that each event tells. */
class StartTimeTest {

    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** When the function was called, for each item; static as functions are decoded without the test. */
    private static final List<Long> CALLED = new ArrayList<>();

    private final RunnerWithResults runner = new RunnerWithResults();

    private static void work(long nanos) {
        long start = System.nanoTime();
        CALLED.add(start);
        while (System.nanoTime() - start < nanos) {
            LockSupport.parkNanos(nanos);
        }
    }

    private static void assertFollowEachOther(List<ItemsDone> events) {
        for (int i = 1; i < events.size(); i++) {
            ItemsDone before = events.get(i - 1);
            assertThat(events.get(i).startedNanos()).isGreaterThanOrEqualTo(before.startedNanos() + before.runNanos());
        }
    }

    private void assertEachItemStartedBeforeItsCall() {
        assertThat(runner.events).hasSize(RunnerWithResults.ITEMS);
        for (int i = 0; i < RunnerWithResults.ITEMS; i++) {
            ItemsDone done = runner.events.get(i);
            assertThat(done.startedNanos()).isLessThanOrEqualTo(CALLED.get(i));
            assertThat(done.startedNanos() + done.runNanos()).isGreaterThanOrEqualTo(CALLED.get(i) + LONG_NANOS);
        }
        assertFollowEachOther(runner.events);
    }

    @Test
    void aLongItemStartsBeforeItsFunctionIsCalledAndNotWhenItsResultIsSent() {
        CALLED.clear();
        runner.define(x -> {
            work(LONG_NANOS);
            return x;
        });

        runner.run();

        assertEachItemStartedBeforeItsCall();
    }

    @Test
    void soDoesOneWhoseResultIsNotPacked() {
        CALLED.clear();
        runner.define(x -> {
            work(LONG_NANOS);
            return List.of(x);
        });

        runner.runSized(Commit.BATCHED);

        assertEachItemStartedBeforeItsCall();
    }

    @Test
    void quickItemsThatShareAnEventHaveTheStartOfTheFirst() {
        CALLED.clear();
        runner.define(x -> {
            work(0);
            return x;
        });

        runner.run();

        assertThat(runner.events).hasSizeLessThan(RunnerWithResults.ITEMS);
        int first = 0;
        for (ItemsDone done : runner.events) {
            assertThat(done.startedNanos()).isPositive().isLessThanOrEqualTo(CALLED.get(first));
            first += done.count();
        }
    }
}
