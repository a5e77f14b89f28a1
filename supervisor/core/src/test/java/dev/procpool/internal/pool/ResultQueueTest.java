package dev.procpool.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResultQueueTest {

    private final ResultQueue results = new ResultQueue();

    @Test
    void resultsAreTakenInTheirOrderNullIncluded() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 100_000; i++) {
                results.add(i % 7 == 0 ? null : (Object) i);
            }
            for (int i = 0; i < 100_000; i++) {
                assertThat(results.isEmpty()).isFalse();
                Object next = results.next();
                assertThat(next).isEqualTo(i % 7 == 0 ? null : (Object) i);
            }
            assertThat(results.isEmpty()).isTrue();
        }
    }

    @Test
    void resultsThatAreAddedBetweenFollowTheOthers() {
        results.add(1);
        results.add(2);
        assertThat(results.next()).isEqualTo(1);
        results.add(3);

        assertThat(results.next()).isEqualTo(2);
        assertThat(results.next()).isEqualTo(3);
        assertThat(results.isEmpty()).isTrue();
    }

    @Test
    void noResultsAreLeftAfterTheyWereCleared() {
        results.add(1);
        results.add(2);
        results.next();

        results.clear();

        assertThat(results.isEmpty()).isTrue();
        results.add(3);
        assertThat(results.next()).isEqualTo(3);
    }
}
