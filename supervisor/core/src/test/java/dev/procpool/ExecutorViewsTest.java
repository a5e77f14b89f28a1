package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The executor of a pool, asked for several times. */
class ExecutorViewsTest {

    @Test
    void aPoolHasOneExecutor() {
        try (Pool pool = Pool.ofThreads(1)) {
            assertThat(pool.asExecutorService()).isSameAs(pool.asExecutorService());
        }
    }

    @Test
    void shutdownNowReturnsTheTasksThatWereSubmittedBeforeInTheirOrder() throws Exception {
        try (Pool pool = Pool.ofThreads(1)) {
            CountDownLatch started = new CountDownLatch(1);
            pool.asExecutorService().execute(() -> {
                started.countDown();
                waitForInterrupt();
            });
            started.await();
            List<Runnable> submitted = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                submitted.add(() -> assertThat(number).isNegative());
                pool.asExecutorService().execute(submitted.get(i));
            }

            List<Runnable> neverStarted = pool.asExecutorService().shutdownNow();

            assertThat(neverStarted).isEqualTo(submitted);
        }
    }

    @Test
    void aThreadThatIsInterruptedLearnsThatAllTasksHaveEnded() throws Exception {
        PoolExecutorService executor = Pool.ofThreads(1).asExecutorService();
        executor.shutdown();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        Thread.currentThread().interrupt();

        assertThat(executor.isTerminated()).isTrue();
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    }

    private static void waitForInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // The pool ends.
        }
    }
}
