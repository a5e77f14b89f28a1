package dev.procpool.internal.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.TaskOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeLimitsTest {

    private static final long SECOND = 1_000_000_000;

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static TimeLimits limits(TaskOptions.Builder options) {
        return TimeLimits.of(options.build());
    }

    @Test
    void theOnlyLimitIsChangedWhicheverItIs() {
        TimeLimits hard = limits(TaskOptions.builder().timeout(seconds(9))).runningFor(2 * SECOND);
        TimeLimits soft = limits(TaskOptions.builder().softTimeout(seconds(9))).runningFor(3 * SECOND);

        assertThat(hard.timeoutNanos()).isEqualTo(2 * SECOND);
        assertThat(hard.softNanos()).isEqualTo(Call.NO_LIMIT);
        assertThat(hard.shortestNanos()).isEqualTo(2 * SECOND);
        assertThat(soft.softNanos()).isEqualTo(3 * SECOND);
        assertThat(soft.timeoutNanos()).isEqualTo(Call.NO_LIMIT);
        assertThat(soft.shortestNanos()).isEqualTo(3 * SECOND);
    }

    @Test
    void ofTwoLimitsTheSecondOneKeepsItsDistance() {
        TimeLimits both = limits(TaskOptions.builder().softTimeout(seconds(9)).timeout(seconds(14)))
                .runningFor(2 * SECOND);

        assertThat(both.softNanos()).isEqualTo(2 * SECOND);
        assertThat(both.timeoutNanos()).isEqualTo(7 * SECOND);
    }

    @Test
    void withoutALimitThereIsNoneToChange() {
        TimeLimits none = limits(TaskOptions.builder());

        assertThatThrownBy(() -> none.runningFor(SECOND)).isInstanceOf(IllegalStateException.class);
        assertThat(none.shortestNanos()).isEqualTo(Call.NO_LIMIT);
    }
}
