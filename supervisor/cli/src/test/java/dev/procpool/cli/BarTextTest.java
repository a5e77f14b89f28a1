package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BarTextTest {

    private static final ProgressState HALF =
            new ProgressState(500, 0, OptionalLong.of(1000), 0, OptionalDouble.of(12.5));
    private static final ProgressState FAILING =
            new ProgressState(500, 0, OptionalLong.of(1000), 3, OptionalDouble.of(12.5));

    private static BarText plain(int columns) {
        return new BarText(new BarStyle(columns, false, false));
    }

    @Test
    void fillsTheWidthOfTheTerminalButForTheLastColumn() {
        BarText.Line line = plain(200).of(HALF);

        assertThat(line.text()).hasSize(199).startsWith(" 50% [####").endsWith("]  500/1000  12.5/s  eta 0:40");
        assertThat(line.width()).isEqualTo(199);
        long full = line.text().chars().filter(c -> c == '#').count();
        long all = line.text().indexOf(']') - line.text().indexOf('[') - 1;
        assertThat(full).isEqualTo(all / 2);
    }

    @Test
    void leavesTheBarOutWhereTheTerminalIsNarrow() {
        assertThat(plain(40).of(HALF).text()).isEqualTo(" 50%  500/1000  12.5/s  eta 0:40");
        assertThat(plain(40).of(FAILING).text()).isEqualTo(" 50%  12.5/s  eta 0:40  3 failed");
        assertThat(plain(30).of(FAILING).text()).isEqualTo(" 50%  eta 0:40  3 failed");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 20, 39, 80, 200, 1000})
    void neverTakesMoreThanTheTerminalHas(int columns) {
        BarText.Line line = plain(columns).of(FAILING);

        assertThat(line.text().length()).isEqualTo(line.width()).isLessThan(Math.max(2, columns));
    }

    @Test
    void beforeTheEndOfTheInputIsKnownThereIsNoBarAndNoTime() {
        ProgressState state = new ProgressState(500, 0, OptionalLong.empty(), 2, OptionalDouble.of(12.5));

        assertThat(plain(80).of(state).text()).isEqualTo("500/?  12.5/s  eta ?  2 failed");
    }

    @Test
    void aShareOfARunningItemCounts() {
        ProgressState state = new ProgressState(1, 0.5, OptionalLong.of(3), 0, OptionalDouble.of(0.1));

        assertThat(plain(60).of(state).text()).startsWith(" 50% [").endsWith("]  1/3  0.1/s  eta 0:15");
    }

    @Test
    void blocksOfAnEighthAreDrawnWhereTheTerminalHasThem() {
        BarText blocks = new BarText(new BarStyle(48, true, false));

        assertThat(blocks.of(HALF).text()).isEqualTo(" 50% ▕██████      ▏  500/1000  12.5/s  eta 0:40");
    }

    @Test
    void coloursTakeNoColumns() {
        BarText.Line line = new BarText(new BarStyle(80, false, true)).of(FAILING);

        assertThat(line.text()).contains("\033[32m[#").endsWith("  \033[31m3 failed\033[39m");
        assertThat(line.text().replaceAll("\033\\[\\d+m", ""))
                .hasSize(line.width())
                .hasSize(79);
    }

    @ParameterizedTest
    @CsvSource({
        "1234567, 1.2M/s",
        "123456, 123k/s",
        "1234, 1234/s",
        "12.34, 12.3/s",
        "1, 1.0/s",
        "0.15, 0.2/s",
        "0.05, 3.0/min",
        "0.01, 36.0/h"
    })
    void aRateHasAboutThreeDigits(double perSecond, String text) {
        assertThat(BarText.rate(perSecond)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"5, 0:05", "65, 1:05", "3600, 1:00:00", "90061, 25:01:01"})
    void aTimeIsShownAsOnAClock(long seconds, String text) {
        assertThat(ProgressState.clock(seconds)).isEqualTo(text);
    }
}
