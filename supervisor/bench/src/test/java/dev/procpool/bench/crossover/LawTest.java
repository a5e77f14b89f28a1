package dev.procpool.bench.crossover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LawTest {

    private static final double SECOND = 1e9;
    private static final double MILLISECOND = 1e6;

    @Test
    void theNumberOfItemsIsTheStartUpDividedByTheGainOfAnItem() {
        Law law = new Law(SECOND, 2);

        assertThat(law.items(MILLISECOND, 0.1 * MILLISECOND).orElseThrow()).isCloseTo(2_500, within(1e-6));
    }

    @Test
    void oneThreadAndANewPoolTakeTheSameTimeAtTheCrossing() {
        Law law = new Law(0.98 * SECOND, 1.8);
        double work = 0.95 * MILLISECOND;
        double transport = 1_700;

        double items = law.items(work, transport).orElseThrow();

        assertThat(law.startNanos() + items * law.pooledNanos(work, transport)).isCloseTo(items * work, within(1.0));
    }

    @ParameterizedTest
    @CsvSource({
        "10000, 5000, true", // the gain is the transport
        "10000, 5001, true",
        "10000, 4999, false",
        "1000, 1700, true",
        "1000000, 310000, false"
    })
    void thePoolNeverWinsWhereTheGainOfAnItemIsAtMostItsTransport(double work, double transport, boolean never) {
        assertThat(new Law(SECOND, 2).items(work, transport).isEmpty()).isEqualTo(never);
    }

    @Test
    void thePoolNeverWinsWithoutASpeedup() {
        assertThat(new Law(SECOND, 1).items(MILLISECOND, 0)).isEmpty();
        assertThat(new Law(SECOND, 0.9).items(MILLISECOND, 0)).isEmpty();
    }
}
