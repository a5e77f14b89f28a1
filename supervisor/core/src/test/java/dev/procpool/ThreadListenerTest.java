package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskContext;
import dev.procpool.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A pool of threads as its listener sees it. */
class ThreadListenerTest {

    private final List<String> notes = new CopyOnWriteArrayList<>();

    private final PoolListener listener = new PoolListener() {
        @Override
        public void itemsStarted(Items items) {
            notes.add("started " + items.firstIndex() + " attempt " + items.attempt() + " on " + items.workerId());
        }

        @Override
        public void itemsSettled(Items items) {
            notes.add("settled " + items.firstIndex() + "+" + items.count());
        }

        @Override
        public void itemProgressed(Items item, long done, long total) {
            notes.add("progress " + item.firstIndex() + ": " + done + "/" + total);
        }

        @Override
        public void itemRetried(Items item, Throwable failure) {
            notes.add("retried " + item.firstIndex() + " after " + failure.getMessage());
        }
    };

    @Test
    void hearsOfItemsAndOfTheirProgress() throws Exception {
        try (Pool pool = Pool.ofThreads(1, listener)) {
            pool.map(
                    (Integer x) -> {
                        TaskContext.progress(x, 10);
                        TaskContext.progress(9, 10); // too soon after the other one
                        return x;
                    },
                    List.of(3, 4));
            Await.until(() -> notes.contains("settled 1+1"));
        }

        assertThat(notes)
                .containsExactly(
                        "started 0 attempt 1 on 1",
                        "progress 0: 3/10",
                        "settled 0+1",
                        "started 1 attempt 1 on 1",
                        "progress 1: 4/10",
                        "settled 1+1");
    }

    @Test
    void hearsOfRetries() {
        TaskOptions options =
                TaskOptions.builder().retries(1).retryDelay(Duration.ZERO).build();
        try (Pool pool = Pool.ofThreads(1, listener)) {
            assertThatThrownBy(() -> pool.with(options).apply(() -> {
                        throw new IllegalStateException("oh");
                    }))
                    .hasMessage("oh");
            Await.until(() -> notes.contains("settled 0+1"));
        }

        assertThat(notes)
                .containsExactly(
                        "started 0 attempt 1 on 1", "retried 0 after oh", "started 0 attempt 2 on 1", "settled 0+1");
    }

    @Test
    void hearsOfItemsThatAreGivenUp() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        try (Pool pool = Pool.ofThreads(1, listener)) {
            TaskFuture<List<Integer>> items = pool.mapAsync(
                    (Integer x) -> {
                        started.countDown();
                        Thread.sleep(60_000);
                        return x;
                    },
                    SayWhen.range(5));
            started.await();
            items.cancel(true);
            Await.until(() -> notes.size() == 3);
        }

        assertThat(notes).containsExactly("started 0 attempt 1 on 1", "settled 1+4", "settled 0+1");
    }

    @Test
    void aStallTimeoutIsRefusedAsItWouldHaveToKill() {
        TaskOptions options =
                TaskOptions.builder().stallTimeout(Duration.ofSeconds(1)).build();
        try (Pool pool = Pool.ofThreads(1)) {
            assertThatThrownBy(() -> pool.with(options).apply(() -> 1))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }
}
