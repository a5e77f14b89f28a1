package dev.procpool.bench.crossover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.procpool.bench.crossover.Crossing.Kind;
import dev.procpool.bench.crossover.Crossing.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossingTest {

    private static final double POOLED = 0.5;

    /** One thread takes 1 for each item, the pool {@code start} and a half for each. */
    private static List<Sample> samples(double start) {
        return List.of(sample(100, start), sample(200, start), sample(400, start));
    }

    private static Sample sample(int items, double start) {
        return new Sample(items, items, start + POOLED * items);
    }

    @Test
    void theCrossingLiesOnTheLineBetweenTheSamplesAroundIt() {
        Crossing first = Crossing.pick(samples(75), POOLED);
        Crossing second = Crossing.pick(samples(150), POOLED);

        assertThat(first.kind()).isEqualTo(Kind.BETWEEN);
        assertThat(first.items()).isCloseTo(150, within(1e-9));
        assertThat(second.items()).isCloseTo(300, within(1e-9));
        assertThat(second.startNanos()).isCloseTo(150, within(1e-9));
    }

    @Test
    void aPoolThatWinsAtTheFewestItemsHasItsCrossingBelow() {
        assertThat(Crossing.pick(samples(40), POOLED)).isEqualTo(new Crossing(Kind.BELOW, 100, 40));
    }

    @Test
    void aPoolThatLosesAtTheMostItemsHasItsCrossingAbove() {
        assertThat(Crossing.pick(samples(201), POOLED)).isEqualTo(new Crossing(Kind.ABOVE, 400, 201));
    }

    @Test
    void withoutNewPoolsTheCrossingIsComputedFromTheOpenPool() {
        assertThat(Crossing.computed(1000, 10, 8)).isEqualTo(new Crossing(Kind.COMPUTED, 500, 0));
    }

    @Test
    void thereIsNoneWhereTheOpenPoolIsNotFasterThanOneThread() {
        assertThat(Crossing.computed(1000, 10, 10)).isEqualTo(Crossing.never());
        assertThat(Crossing.computed(1000, 10, 11)).isEqualTo(Crossing.never());
    }
}
