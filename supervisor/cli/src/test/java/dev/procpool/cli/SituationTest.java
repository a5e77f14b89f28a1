package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten seconds of four workers that are ready after one second, unless a test says otherwise. */
class SituationTest {

    private static final double SECOND = 1e9;

    private static RunFigures run(long items, double start, double ran, double busy, double slowest) {
        List<ItemTimes.Slow> slow = List.of(new ItemTimes.Slow(17, "x", (long) (slowest * SECOND)));
        return new RunFigures(
                items,
                0,
                0,
                0,
                100,
                4,
                (long) (10 * SECOND),
                (long) (start * SECOND),
                (long) (ran * SECOND),
                (long) (busy * SECOND),
                0,
                slow);
    }

    private static void assertSituation(RunFigures run, Situation expected, String advice) {
        assertThat(Situation.of(run)).isEqualTo(expected);
        assertThat(expected.advice(run)).contains(advice).doesNotContain("\n").doesNotContain(". ");
    }

    @Test
    void theStartTookLongerThanTheWork() {
        assertSituation(run(1000, 6, 3, 4, 0.1), Situation.START_UP, "the start of the workers took 6.0s of 10s");
    }

    @Test
    void thereWereFewerItemsThanWorkers() {
        assertSituation(run(3, 1, 25, 26, 9), Situation.TOO_FEW_ITEMS, "3 items for 4 workers");
    }

    @Test
    void oneItemWasSlow() {
        assertSituation(run(100, 1, 12, 13, 8), Situation.ONE_SLOW_ITEM, "item 17 ran for 8.0s of 9.0s");
    }

    @Test
    void itemsWereQuickerRunThanMoved() {
        assertSituation(run(1_000_000, 1, 5, 30, 0.1), Situation.TRANSPORT, "an item ran for 5.0µs");
    }

    @Test
    void theWorkersWereWellUsed() {
        assertSituation(run(1000, 1, 34, 35, 0.1), Situation.WELL_USED, "only more processors");
    }

    @Test
    void theWorkersWaitedForItems() {
        assertSituation(run(1000, 1, 9, 10, 0.1), Situation.SLOW_INPUT, "nothing to do for 72% of the time");
    }
}
