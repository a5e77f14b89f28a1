package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits of odd lengths, for a pool of two idle workers of any kind. */
final class OddTimes {

    private static final Duration SHORTEST = Duration.ofSeconds(Long.MIN_VALUE);
    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

    private OddTimes() {}

    /** A task that has not ended, and will not for a minute. */
    private static TaskFuture<Integer> unfinished(Pool pool) {
        return pool.applyAsync((Integer x) -> new Callables.Sleep(60_000, x).call(), 1);
    }

    static void theShortestWaitsAreOverAtOnce(Pool pool) throws Exception {
        PoolExecutorService executor = pool.asExecutorService();
        TaskFuture<Integer> unfinished = unfinished(pool);
        List<Callable<Integer>> slow = List.of(new Callables.Sleep(60_000, 2));

        for (TimeUnit unit : TimeUnit.values()) {
            assertThatThrownBy(() -> unfinished.get(Long.MIN_VALUE, unit)).isInstanceOf(TimeoutException.class);
            assertThat(executor.awaitTermination(Long.MIN_VALUE, unit)).isFalse();
            assertThat(executor.invokeAll(slow, Long.MIN_VALUE, unit)).allMatch(Future::isCancelled);
            assertThatThrownBy(() -> executor.invokeAny(slow, Long.MIN_VALUE, unit))
                    .isInstanceOf(TimeoutException.class);
        }
        pool.shutdown();
        assertThat(pool.join(SHORTEST)).isFalse();
        pool.terminate();
    }

    static void theLongestWaitsWait(Pool pool) throws Exception {
        PoolExecutorService executor = pool.asExecutorService();
        List<Callable<Integer>> quick = List.of(new Callables.Sleep(1, 2));

        assertThat(pool.awaitReady(LONGEST)).isTrue();
        assertThat(pool.applyAsync((Integer x) -> x, 1).get(Long.MAX_VALUE, TimeUnit.DAYS))
                .isEqualTo(1);
        assertThat(executor.invokeAll(quick, Long.MAX_VALUE, TimeUnit.DAYS)).noneMatch(Future::isCancelled);
        assertThat(executor.invokeAny(quick, Long.MAX_VALUE, TimeUnit.DAYS)).isEqualTo(2);
        pool.shutdown();
        assertThat(executor.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
        assertThat(pool.join(LONGEST)).isTrue();
    }
}
