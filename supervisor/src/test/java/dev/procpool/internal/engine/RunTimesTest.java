package dev.procpool.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunTimesTest {

    private static final long FUNCTION = 7;

    private final RunTimes runTimes = new RunTimes();

    private void record(long nanos, int times) {
        for (int i = 0; i < times; i++) {
            runTimes.of(FUNCTION).record(10, 10 * nanos);
        }
    }

    @Test
    void nothingIsKnownBeforeTheFirstResultNorAfterTheLast() {
        assertThat(runTimes.of(FUNCTION).nanosPerItem()).isEqualTo(RunTime.UNKNOWN);
        assertThat(runTimes.of(FUNCTION).slowestNanos()).isEqualTo(RunTime.UNKNOWN);
        record(500, 1);
        assertThat(runTimes.of(FUNCTION).nanosPerItem()).isEqualTo(500);
        assertThat(runTimes.of(FUNCTION).slowestNanos()).isEqualTo(500);
        runTimes.forget(FUNCTION);
        assertThat(runTimes.of(FUNCTION).nanosPerItem()).isEqualTo(RunTime.UNKNOWN);
        assertThat(runTimes.of(FUNCTION).slowestNanos()).isEqualTo(RunTime.UNKNOWN);
    }

    @Test
    void theAverageFollowsWhatLasts() {
        record(500, 10);
        record(3_000_000, 3);
        assertThat(runTimes.of(FUNCTION).nanosPerItem()).isBetween(1_000_000L, 3_000_000L);
        record(500, 50);
        assertThat(runTimes.of(FUNCTION).nanosPerItem()).isLessThan(1_000);
    }

    @Test
    void aSlowItemNowAndThenIsNotForgottenAsSoonAsTheAverageForgetsIt() {
        for (int i = 0; i < 5; i++) {
            record(500, 50);
            record(3_000_000, 1);
        }
        record(500, 50);
        assertThat(runTimes.of(FUNCTION).nanosPerItem()).isLessThan(1_000);
        assertThat(runTimes.of(FUNCTION).slowestNanos()).isGreaterThan(50_000);
        record(500, 1_000);
        assertThat(runTimes.of(FUNCTION).slowestNanos()).isLessThan(1_000);
    }

    @Test
    void anItemIsNeverFasterThanOneNanosecond() {
        runTimes.of(FUNCTION).record(1_000, 10);
        assertThat(runTimes.of(FUNCTION).nanosPerItem()).isEqualTo(1);
    }
}
