package dev.procpool.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeAxisTest {

    @ParameterizedTest
    @CsvSource({
        "1, 0.000 µs, 0.001 µs",
        "900, 0.0 µs, 0.9 µs",
        "12_345, 0 µs, 12 µs",
        "61_000_000, 0 ms, 60 ms",
        "3_590_000_000, 0.0 s, 3.5 s",
        "90_000_000_000, 0 s, 90 s",
        "86_400_000_000_000, 0 s, 80000 s"
    })
    void ticksAreRoundTimesFromZeroOn(String nanos, String first, String last) {
        TimeAxis axis = new TimeAxis(100, 1000, Long.parseLong(nanos.replace("_", "")));

        List<TimeAxis.Tick> ticks = axis.ticks();

        assertThat(ticks).hasSizeBetween(2, 12);
        assertThat(ticks.get(0).label()).isEqualTo(first);
        assertThat(ticks.get(ticks.size() - 1).label()).isEqualTo(last);
        assertThat(axis.x(0)).isEqualTo(100);
        assertThat(axis.x(axis.nanos())).isEqualTo(1100);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.00 µs", "999, 1.00 µs", "40_100_000, 40.1 ms", "1_234_567_890, 1.23 s", "123_456_789_000, 123 s"})
    void durationsHaveThreeDigits(String nanos, String text) {
        assertThat(TimeUnits.text(Long.parseLong(nanos.replace("_", "")))).isEqualTo(text);
    }
}
