package dev.procpool.bench.crossover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalChartTest {

    @Test
    void theChartShowsLawAndMeasurementInSixtyBySixteen() {
        List<String> lines = new TerminalChart(Results.result(), Texts.in("en")).lines();

        assertThat(lines).hasSize(TerminalChart.HEIGHT).allMatch(line -> line.length() <= TerminalChart.WIDTH);
        assertThat(lines)
                .containsExactly(
                        "items (log); law, measured:  a A 100 B  b B 1 MB",
                        "  1,000,000|",
                        "           |",
                        "           |A a",
                        "    100,000|    a a a",
                        "           |          a a",
                        "           |              a a            b",
                        "     10,000|                  a a a",
                        "           |                        a a a  b",
                        "           |                              aAab b",
                        "      1,000|                                  a abab",
                        "           |                                        abab   A",
                        "           |                                            abaB",
                        "        100|",
                        "           +------------------------------------------------",
                        "          10 µs                          1 ms          10 ms");
    }

    @Test
    void theChineseChartIsAsWide() {
        assertThat(new TerminalChart(Results.result(), Texts.in("zh")).lines())
                .hasSize(TerminalChart.HEIGHT)
                .allMatch(line -> Texts.width(line) <= TerminalChart.WIDTH);
    }
}
