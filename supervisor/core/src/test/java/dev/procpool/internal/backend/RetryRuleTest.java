package dev.procpool.internal.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.RetryOn;
import dev.procpool.TaskOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RetryRuleTest {

    private final RandomGenerator random = new Random(1);

    private static RetryRule rule(TaskOptions.Builder options) {
        return new RetryRule(options.build(), Optional.empty());
    }

    private LongStream delays(RetryRule rule, int attempt) {
        return IntStream.range(0, 1_000).mapToLong(i -> rule.delayNanos(attempt, random));
    }

    @Test
    void eachWaitIsTwiceTheOneBeforeUpToTheLongest() {
        RetryRule rule = rule(TaskOptions.builder()
                .retryDelay(Duration.ofNanos(100), Duration.ofNanos(350))
                .retryJitter(0));

        assertThat(IntStream.rangeClosed(1, 5).mapToLong(attempt -> rule.delayNanos(attempt, random)))
                .containsExactly(100L, 200L, 350L, 350L, 350L);
        assertThat(rule.longestDelayNanos(3)).isEqualTo(350);
    }

    @Test
    void aWaitVariesByAQuarterWhereNothingElseIsSaid() {
        RetryRule rule = rule(TaskOptions.builder().retryDelay(Duration.ofNanos(1_000)));

        assertThat(delays(rule, 1).min().orElseThrow()).isBetween(750L, 770L);
        assertThat(delays(rule, 1).max().orElseThrow()).isBetween(1_230L, 1_250L);
    }

    @Test
    void aWaitVariesByTheShareThatWasAskedFor() {
        RetryRule rule =
                rule(TaskOptions.builder().retryDelay(Duration.ofNanos(1_000)).retryJitter(1));

        assertThat(delays(rule, 1).min().orElseThrow()).isBetween(0L, 50L);
        assertThat(delays(rule, 1).max().orElseThrow()).isBetween(1_950L, 2_000L);
        assertThat(rule.longestDelayNanos(1)).isEqualTo(2_000);
    }

    @Test
    void theLongestPossibleWaitsDoNotOverflow() {
        RetryRule rule =
                rule(TaskOptions.builder().retryDelay(Duration.ofDays(36_500)).retryJitter(1));

        assertThat(delays(rule, 100)).allMatch(delay -> delay >= 0);
        assertThat(rule.longestDelayNanos(100)).isPositive();
    }

    @Test
    void attemptsAndKindsOfFailuresAreLimited() {
        RetryRule rule = rule(TaskOptions.builder().retries(2).retryOn(RetryOn.DIED));

        assertThat(rule.allows(2, RetryOn.DIED)).isTrue();
        assertThat(rule.allows(3, RetryOn.DIED)).isFalse();
        assertThat(rule.allows(1, RetryOn.ERROR)).isFalse();
    }
}
