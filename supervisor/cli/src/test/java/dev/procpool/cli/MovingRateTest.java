package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MovingRateTest {

    private static final long SECOND = 1_000_000_000;

    private final MovingRate rate = new MovingRate(0, 0);

    private double at(long seconds, double done) {
        OptionalDouble now = rate.at(seconds * SECOND, done);
        return now.orElse(-1);
    }

    @Test
    void isUnknownBeforeAnythingIsDone() {
        assertThat(at(1, 0)).isEqualTo(-1);
        assertThat(at(2, 4)).isEqualTo(2);
    }

    @Test
    void followsTheLastSeconds() {
        double last = 0;
        for (int second = 1; second <= 60; second++) {
            last = at(second, 100 * second);
        }
        assertThat(last).isCloseTo(100, within(0.1));

        for (int second = 61; second <= 80; second++) {
            last = at(second, 6000 + 10 * (second - 60));
        }

        assertThat(last).isCloseTo(10, within(0.1));
    }

    @Test
    void isThatOfTheWholeRunWhereItemsAreFew() {
        for (int second = 1; second <= 100; second++) {
            at(second, second / 20);
        }

        assertThat(at(101, 5)).isCloseTo(0.05, within(0.001));
    }
}
