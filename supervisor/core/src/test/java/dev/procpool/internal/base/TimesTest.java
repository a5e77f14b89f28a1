package dev.procpool.internal.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.message.DurationForPeople;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    @Test
    void deadlinesCompareAlsoWhereTheClockOverflows() {
        long late = Long.MAX_VALUE - 5;
        assertThat(Times.isDue(late, late + 10)).isTrue();
        assertThat(Times.isDue(late + 10, late)).isFalse();
        assertThat(Times.isDue(Times.NEVER, 0)).isFalse();
        assertThat(Times.earlier(late, late + 10)).isEqualTo(late);
        assertThat(Times.earlier(Times.NEVER, -3)).isEqualTo(-3);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0})
    void aWaitThatIsNegativeOrZeroIsOver(long wait) {
        for (TimeUnit unit : TimeUnit.values()) {
            assertThat(Times.left(Times.in(wait, unit))).isZero();
        }
        assertThat(Times.left(Times.in(Duration.ofSeconds(wait)))).isZero();
        assertThat(Times.isDue(Times.in(wait), System.nanoTime())).isTrue();
    }

    @Test
    void theLongestWaitIsNeverOver() {
        for (TimeUnit unit : TimeUnit.values()) {
            assertThat(Times.left(Times.in(Long.MAX_VALUE, unit))).isGreaterThan(Times.LONGEST_WAIT / 2);
        }
        assertThat(Times.left(Times.in(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))))
                .isGreaterThan(Times.LONGEST_WAIT / 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE})
    void deadlinesOfTheFarFutureAndTheFarPastCompareWhateverTheClockSays(long now) {
        long future = Times.later(now, Long.MAX_VALUE);
        long past = Times.later(now, Long.MIN_VALUE);

        assertThat(Times.earlier(future, past)).isEqualTo(past);
        assertThat(Times.isDue(past, now)).isTrue();
        assertThat(Times.isDue(future, now)).isFalse();
    }

    @Test
    void anInstantHasATimeHoweverFarAwayItIs() {
        assertThat(Times.left(Times.at(Instant.MIN))).isZero();
        assertThat(Times.left(Times.at(Instant.now().minusSeconds(1)))).isZero();
        assertThat(Times.left(Times.at(Instant.now().plusSeconds(60)))).isPositive();
        assertThat(Times.left(Times.at(Instant.MAX))).isGreaterThan(Times.LONGEST_WAIT / 2);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.000000007S, 7ns",
        "PT0.0000015S, 1.5µs",
        "PT0.2S, 200ms",
        "PT0.0015S, 1.5ms",
        "PT0.999999999S, 999.999999ms",
        "PT1S, 1s",
        "PT1.5S, 1.5s",
        "PT90S, 1m 30s",
        "PT2H5M, 2h 5m",
        "PT1H0.5S, 1h 0.5s",
        "PT24H, 1d",
        "PT876000H1M, 36500d 1m",
        "PT-1.5S, -1.5s"
    })
    void aDurationIsWrittenForPeople(Duration duration, String text) {
        assertThat(DurationForPeople.of(duration)).isEqualTo(text);
    }

    @Test
    void aSumIsNeverTheTimeThatNeverComes() {
        assertThat(Times.later(Long.MAX_VALUE - 7, 7)).isEqualTo(Times.NEVER - 1);
    }
}
