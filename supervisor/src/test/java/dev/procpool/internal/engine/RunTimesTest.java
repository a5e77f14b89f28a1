package dev.procpool.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunTimesTest {

    private static final long FUNCTION = 7;

    private final RunTimes runTimes = new RunTimes();

    private void record(long... nanos) {
        for (long each : nanos) {
            runTimes.record(FUNCTION, 10, 10 * each);
        }
    }

    @Test
    void nothingIsKnownBeforeTheFirstResultNorAfterTheLast() {
        assertThat(runTimes.nanosPerItem(FUNCTION)).isEqualTo(RunTimes.UNKNOWN);
        record(500);
        assertThat(runTimes.nanosPerItem(FUNCTION)).isEqualTo(500);
        runTimes.forget(FUNCTION);
        assertThat(runTimes.nanosPerItem(FUNCTION)).isEqualTo(RunTimes.UNKNOWN);
    }

    @Test
    void whatHappenedOnceDoesNotCount() {
        record(500, 500, 3_000_000, 500, 1, 500);
        assertThat(runTimes.nanosPerItem(FUNCTION)).isEqualTo(500);
    }

    @Test
    void aSlowFirstItemIsForgottenSoon() {
        record(4_000_000, 500);
        assertThat(runTimes.nanosPerItem(FUNCTION)).isLessThan(4_000_000);
        record(500, 500, 500);
        assertThat(runTimes.nanosPerItem(FUNCTION)).isLessThan(2_000_000);
    }

    @Test
    void whatLastsDoes() {
        record(500, 3_000_000, 3_000_000);
        assertThat(runTimes.nanosPerItem(FUNCTION)).isGreaterThan(500_000);
        for (int i = 0; i < 50; i++) {
            record(500);
        }
        assertThat(runTimes.nanosPerItem(FUNCTION)).isLessThan(1_000);
    }

    @Test
    void anItemIsNeverFasterThanOneNanosecond() {
        runTimes.record(FUNCTION, 1_000, 10);
        assertThat(runTimes.nanosPerItem(FUNCTION)).isEqualTo(1);
    }
}
