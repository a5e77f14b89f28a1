package dev.procpool.internal.engine.items;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunTimeEstimatesTest {

    private static final long FUNCTION = 7;

    private final RunTimeEstimates runTimes = new RunTimeEstimates();

    private void record(long nanos, int times) {
        for (int i = 0; i < times; i++) {
            runTimes.of(FUNCTION).record(10, 10 * nanos, 0);
        }
    }

    @Test
    void nothingIsKnownBeforeTheFirstResultNorAfterTheLast() {
        assertThat(runTimes.of(FUNCTION).nanosPerItem()).isEqualTo(RunTimeEstimate.UNKNOWN);
        assertThat(runTimes.of(FUNCTION).slowestNanos()).isEqualTo(RunTimeEstimate.UNKNOWN);
        record(500, 1);
        assertThat(runTimes.of(FUNCTION).nanosPerItem()).isEqualTo(500);
        assertThat(runTimes.of(FUNCTION).slowestNanos()).isEqualTo(500);
        runTimes.forget(FUNCTION);
        assertThat(runTimes.of(FUNCTION).nanosPerItem()).isEqualTo(RunTimeEstimate.UNKNOWN);
        assertThat(runTimes.of(FUNCTION).slowestNanos()).isEqualTo(RunTimeEstimate.UNKNOWN);
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
        runTimes.of(FUNCTION).record(1_000, 10, 0);
        assertThat(runTimes.of(FUNCTION).nanosPerItem()).isEqualTo(1);
    }

    @Test
    void nothingIsKnownToRunWithoutAPause() {
        assertThat(runTimes.of(FUNCTION).slowShare()).isEqualTo(1);
        record(500, 10);
        assertThat(runTimes.of(FUNCTION).slowShare()).isZero();
    }

    @Test
    void itemsThatNapNowAndThenAreSlowForMostOfTheTime() {
        for (int i = 0; i < 2_000; i++) {
            for (int quick = 0; quick < 20; quick++) {
                runTimes.of(FUNCTION).record(50, 50_000, 0);
            }
            runTimes.of(FUNCTION).record(1, 9_000_000, 0);
        }
        assertThat(runTimes.of(FUNCTION).slowShare()).isBetween(0.85, 0.95);
        for (int quick = 0; quick < 20_000; quick++) {
            runTimes.of(FUNCTION).record(50, 50_000, 0);
        }
        assertThat(runTimes.of(FUNCTION).slowShare()).isLessThan(0.01);
    }

    @Test
    void whoWaitedForAProcessorWasNotSlow() {
        for (int i = 0; i < 100; i++) {
            runTimes.of(FUNCTION).record(16, 8_000_000, 7_999_000);
        }
        assertThat(runTimes.of(FUNCTION).slowShare()).isZero();
        assertThat(runTimes.of(FUNCTION).slowestNanos()).isEqualTo(62);
        assertThat(runTimes.of(FUNCTION).nanosPerItem()).as("so long it took").isEqualTo(500_000);
    }

    @Test
    void oneLongStandstillSaysLittleOfTheOthers() {
        for (int quick = 0; quick < 10_000; quick++) {
            runTimes.of(FUNCTION).record(50, 50_000, 0);
        }
        runTimes.of(FUNCTION).record(16, 3_000_000_000L, 0);
        assertThat(runTimes.of(FUNCTION).slowShare()).isLessThan(0.3);
    }
}
