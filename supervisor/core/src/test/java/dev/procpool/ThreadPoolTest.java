package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The same interface over threads. */
class ThreadPoolTest {

    @Test
    void runsTheSameCallsInThisJvm() throws Exception {
        try (Pool pool = Pool.ofThreads(3)) {
            assertThat(pool.apply((Integer x) -> x * x, 5)).isEqualTo(25);
            assertThat(pool.map((Integer x) -> x + 1, List.of(1, 2, 3))).containsExactly(2, 3, 4);
            assertThat(pool.starmap((Integer a, Integer b) -> a * b, List.of(Map.entry(2, 3))))
                    .containsExactly(6);
            assertThat(pool.imap((Integer x) -> -x, List.of(1, 2)).stream().toList())
                    .containsExactly(-1, -2);
            assertThat(pool.imapUnordered((Integer x) -> x, SayWhen.range(100)).stream()
                            .sorted()
                            .toList())
                    .isEqualTo(SayWhen.range(100));
            assertThat(pool.apply(() -> ProcessHandle.current().pid()))
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(pool.apply(() -> TaskContext.current().orElseThrow().workerId()))
                    .isBetween(1, 3);
            assertThat(pool.workers())
                    .hasSize(3)
                    .allMatch(w -> w.pid() == ProcessHandle.current().pid());
        }
    }

    @Test
    void passesObjectsAndExceptionsAsTheyAre() throws Exception {
        try (Pool pool = Pool.ofThreads(1)) {
            Object notSerializable = Thread.currentThread();
            assertThat(pool.<Object, Object>apply(x -> x, notSerializable)).isSameAs(notSerializable);
            IllegalStateException original = new IllegalStateException("mine");
            assertThatThrownBy(() -> pool.apply(() -> {
                        throw original;
                    }))
                    .isSameAs(original);
        }
    }

    @Test
    void cancelInterruptsButCannotKill() throws Exception {
        try (Pool pool = Pool.ofThreads(1)) {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch interrupted = new CountDownLatch(1);
            TaskFuture<Integer> sleeping = pool.applyAsync(() -> {
                started.countDown();
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
                return 1;
            });
            started.await();
            assertThat(sleeping.cancel(true)).isTrue();
            interrupted.await();
            assertThatThrownBy(sleeping::get).isInstanceOf(CancellationException.class);
            assertThat(pool.apply(() -> 2)).isEqualTo(2);
        }
    }

    @Test
    void refusesWhatTheOtherPoolRefuses() throws Exception {
        assertThatThrownBy(() -> Pool.ofThreads(0)).isInstanceOf(IllegalArgumentException.class);
        Pool pool = Pool.ofThreads(2);
        assertThatThrownBy(pool::join).isInstanceOf(IllegalStateException.class);
        List<Integer> seen = new ArrayList<>();
        assertThatThrownBy(() ->
                        pool.imap((Integer x) -> x, SayWhen.numbers(10, 3)).forEach(seen::add))
                .isInstanceOf(SayWhen.class);
        assertThat(seen).containsExactly(0, 1, 2);
        pool.shutdown();
        assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
        assertThatThrownBy(() -> pool.apply(() -> 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatWouldHaveToKillIsUnsupportedAndWhatNeedsNotWorks() throws Exception {
        try (Pool pool = Pool.ofThreads(2)) {
            Tasks timed = pool.with(
                    TaskOptions.builder().timeout(Duration.ofSeconds(1)).build());
            assertThatThrownBy(() -> timed.apply(() -> 1))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("cannot be killed");
            assertThatThrownBy(() -> pool.resize(3)).isInstanceOf(UnsupportedOperationException.class);
            pool.restart(1);
            assertThatThrownBy(() -> pool.restart(3)).isInstanceOf(IllegalArgumentException.class);

            assertRetries(pool);
            assertThatThrownBy(() -> pool.with(TaskOptions.builder()
                                    .deadline(Instant.now().minusSeconds(1))
                                    .build())
                            .apply(() -> 1))
                    .isInstanceOf(TaskExpiredException.class);
            assertFailsFast(pool);
        }
        try (PoolExecutorService executor = Pool.ofThreads(1).asExecutorService()) {
            Object notSerializable = new Object();
            assertThat(executor.submit(() -> notSerializable).get()).isSameAs(notSerializable);
        }
    }

    private static void assertRetries(Pool pool) {
        AtomicInteger runs = new AtomicInteger();
        Outcome<Integer> third = pool.with(TaskOptions.builder()
                        .retries(5)
                        .retryDelay(Duration.ofMillis(1))
                        .build())
                .outcomes(
                        (Integer x) -> {
                            if (runs.incrementAndGet() < 3) {
                                throw new IllegalStateException("not yet");
                            }
                            return x;
                        },
                        List.of(7))
                .iterator()
                .next();
        assertThat(third.value()).isEqualTo(7);
        assertThat(third.attempt()).isEqualTo(3);
    }

    private static void assertFailsFast(Pool pool) {
        assertThatThrownBy(() -> pool.with(
                                TaskOptions.builder().failFast().chunkSize(1).build())
                        .map(
                                (Integer x) -> {
                                    if (x == 1) {
                                        throw new IllegalStateException("the first");
                                    }
                                    Thread.sleep(60_000);
                                    return x;
                                },
                                List.of(0, 1, 2, 3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the first");
    }

    @Test
    void optionsAreRefusedWithTheirNameAndValue() {
        assertThatThrownBy(() -> TaskOptions.builder().chunkSize(0))
                .hasMessageContaining("chunkSize")
                .hasMessageContaining("0");
        assertThatThrownBy(() -> TaskOptions.builder().buffer(-1))
                .hasMessageContaining("buffer")
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> TaskOptions.builder().retryJitter(1.5).build())
                .hasMessage("retryJitter must be between 0 and 1: 1.5");
        assertThatThrownBy(() -> TaskOptions.builder().retryJitter(Double.NaN).build())
                .hasMessage("retryJitter must be between 0 and 1: NaN");
        assertThatThrownBy(() -> TaskOptions.builder()
                        .retryDelay(Duration.ofSeconds(2), Duration.ofSeconds(1))
                        .build())
                .hasMessage("maxRetryDelay must not be shorter than the retryDelay of 2s: 1s");
        assertThatThrownBy(() -> TaskOptions.builder().retryIf(null)).hasMessage("wanted");
        assertThatThrownBy(() -> Pool.builder().processes(0))
                .hasMessageContaining("processes")
                .hasMessageContaining("0");
        assertThatThrownBy(() -> Pool.builder().maxHeap("lots")).hasMessageContaining("lots");
        assertThatThrownBy(() -> Pool.builder().maxPayload(1)).hasMessageContaining("maxPayload");
        assertThatThrownBy(() -> Pool.builder().startTimeout(Duration.ZERO)).hasMessageContaining("startTimeout");
    }
}
