package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.WorkerInfo;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkerBirthsTest {

    private final WorkerBirths births = new WorkerBirths();

    private static WorkerInfo aged(long nanos) {
        return new WorkerInfo(1, 1, 4711, WorkerInfo.State.BUSY, 0, Duration.ofNanos(nanos), 0);
    }

    @Test
    void anEventThatArrivesLateIsDatedByTheOneThatDidNot() {
        assertThat(births.heard(aged(10), 1_010)).isEqualTo(1_010);
        assertThat(births.heard(aged(500), 9_000)).as("born at 1000").isEqualTo(1_500);
    }

    @Test
    void aBirthIsDatedAnewByAnEventThatArrivesWithLessDelay() {
        assertThat(births.heard(aged(10), 1_060)).isEqualTo(1_060);
        assertThat(births.heard(aged(500), 1_510)).isEqualTo(1_510);
        assertThat(births.heard(aged(600), 9_000)).isEqualTo(1_610);
    }

    @Test
    void aWorkerThatHasExitedIsForgotten() {
        births.heard(aged(10), 1_010);

        births.exited(aged(20));

        assertThat(births.isEmpty()).isTrue();
    }
}
