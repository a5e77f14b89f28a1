package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0.0µs",
        "1_234, 1.2µs",
        "123_456, 123µs",
        "1_234_567, 1.2ms",
        "123_456_789, 123ms",
        "4_200_000_000, 4.2s",
        "42_000_000_000, 42s",
        "90_000_000_000, 1m 30s"
    })
    void aMeasuredTimeHasTwoOrThreeDigits(String nanos, String text) {
        assertThat(TimeText.of(Long.parseLong(nanos.replace("_", "")))).isEqualTo(text);
    }
}
