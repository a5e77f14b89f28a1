package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Items of a pool of threads that wait for the time of their retry. */
class ThreadRetryTest {

    private static final long GUARD_SECONDS = 30;

    private final Pool pool = Pool.ofThreads(1);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void end() throws InterruptedException {
        pool.terminate();
        assertThat(pool.join(Duration.ofSeconds(GUARD_SECONDS))).isTrue();
    }

    private Tasks retryingAfter(Duration delay) {
        return pool.with(TaskOptions.builder()
                .retries(3)
                .retryDelay(delay)
                .retryJitter(0)
                .build());
    }

    /** Fails at its first run. */
    private TaskFunction<Integer, Integer> failingOnce() {
        return x -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("the first run");
            }
            return x;
        };
    }

    private static <R> R get(TaskFuture<R> future) throws Exception {
        return future.get(GUARD_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void anItemThatWaitsKeepsNoThreadFromOtherItems() throws Exception {
        TaskFuture<Integer> waiting = retryingAfter(Duration.ofHours(1)).applyAsync(failingOnce(), 1);

        assertThat(get(pool.applyAsync(() -> 2))).isEqualTo(2);

        assertThat(waiting.isDone()).isFalse();
        assertThat(runs).hasValue(1);
        assertThat(pool.stats().pending()).isEqualTo(1);
    }

    @Test
    void anItemThatWaitsCanBeCancelled() throws Exception {
        TaskFuture<Integer> waiting = retryingAfter(Duration.ofHours(1)).applyAsync(failingOnce(), 1);
        get(pool.applyAsync(() -> 2));

        assertThat(waiting.cancel(true)).isTrue();

        assertThatThrownBy(waiting::get).isInstanceOf(CancellationException.class);
        pool.close();
        assertThat(runs).hasValue(1);
    }

    @Test
    void aShutdownAwaitsTheRetry() throws Exception {
        TaskFuture<Integer> waiting = retryingAfter(Duration.ofMillis(50)).applyAsync(failingOnce(), 1);

        pool.shutdown();

        assertThat(pool.join(Duration.ofSeconds(GUARD_SECONDS))).isTrue();
        assertThat(waiting.get()).isEqualTo(1);
    }

    @Test
    void anItemThatCannotBeRetriedBeforeItsDeadlineFailsWithItsOwnException() {
        Tasks tasks = pool.with(TaskOptions.builder()
                .retries(3)
                .retryDelay(Duration.ofHours(1))
                .deadline(Instant.now().plusSeconds(GUARD_SECONDS))
                .build());

        TaskFuture<Integer> failed = tasks.applyAsync(failingOnce(), 1);

        assertThatThrownBy(() -> get(failed)).hasRootCauseMessage("the first run");
    }

    @Test
    void theWaitIsNoPartOfTheRunTime() {
        Duration delay = Duration.ofSeconds(1);
        Instant called = Instant.now();

        Outcome<Integer> outcome = retryingAfter(delay)
                .outcomes(failingOnce(), List.of(1))
                .iterator()
                .next();

        assertThat(outcome.attempt()).isEqualTo(2);
        assertThat(outcome.ran()).isLessThan(delay);
        assertThat(outcome.started()).isAfter(called.plus(delay));
    }
}
