package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** More workers than processors: quick items go to few of them, slow items to all. */
@ExtendWith(Leftovers.class)
class ManyWorkersIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int MANY_WORKERS = PROCESSORS + 6;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void quickItemsStayWithAsManyWorkersAsCanRunAtOnce() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/thread-self/schedstat")), "Linux says who waits for a processor");
        try (Pool own = Pool.open(MANY_WORKERS)) {
            assertThat(own.awaitReady(Duration.ofSeconds(120))).isTrue();
            own.map(SQUARE, SayWhen.range(1_000));
            assertThat(own.workers()).as("each gets some at first").allMatch(worker -> worker.itemsDone() > 0);
            long start = System.nanoTime();
            int used;
            do {
                used = workersUsed(own, () -> own.map(SQUARE, SayWhen.range(200_000)));
            } while (used > PROCESSORS + 2 && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20));
            assertThat(used).isLessThanOrEqualTo(PROCESSORS + 2);
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void quickItemsOneOfWhichNapsNowAndThenGoToMoreWorkers() throws Exception {
        TaskFunction<Integer, Integer> napsNowAndThen = x -> {
            if (x % 1_000 == 999) {
                Thread.sleep(10);
            }
            return x;
        };
        try (Pool own = Pool.open(MANY_WORKERS)) {
            assertThat(own.awaitReady(Duration.ofSeconds(120))).isTrue();
            for (int i = 0; i < 3; i++) {
                own.map(napsNowAndThen, SayWhen.range(200_000));
            }
            assertThat(workersUsed(own, () -> own.map(napsNowAndThen, SayWhen.range(200_000))))
                    .isGreaterThan(PROCESSORS + 2);
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void whatWasSentBehindAnItemThatTurnsOutSlowGoesToWorkersThatAreIdle() throws Exception {
        TaskFunction<Integer, Integer> slowBelowZero = x -> {
            if (x < 0) {
                Thread.sleep(20_000);
            }
            return x;
        };
        try (Pool own = Pool.open(MANY_WORKERS)) {
            assertThat(own.awaitReady(Duration.ofSeconds(120))).isTrue();
            for (int i = 0; i < 5; i++) {
                own.map(slowBelowZero, SayWhen.range(200_000));
            }
            List<Integer> items = new ArrayList<>(SayWhen.range(200_000));
            for (int i = 0; i < PROCESSORS + 3; i++) {
                items.set(20_000 * i + 10, -1);
            }
            long others = own.stats().settled() + items.size() - (PROCESSORS + 3);
            TaskFuture<List<Integer>> all = own.mapAsync(slowBelowZero, items);
            long start = System.nanoTime();
            Await.until(() -> own.stats().settled() >= others);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            assertThat(all.isDone()).isFalse();
            own.terminate();
        }
    }

    /** Alone: items that wait for a processor because of other tests are taken for slow ones now and then. */
    @Test
    @Tag("alone")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void workersThatLeftForWantOfWorkAreNotStartedAgainForQuickItems() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/thread-self/schedstat")), "Linux says who waits for a processor");
        AtomicInteger started = new AtomicInteger();
        PoolListener counting = new PoolListener() {
            @Override
            public void workerStarted(WorkerInfo worker) {
                started.incrementAndGet();
            }
        };
        try (Pool own = Pool.builder()
                .processes(MANY_WORKERS)
                .idleTimeout(Duration.ofSeconds(4))
                .listener(counting)
                .open()) {
            assertThat(own.awaitReady(Duration.ofSeconds(120))).isTrue();
            long start = System.nanoTime();
            do {
                own.map(SQUARE, SayWhen.range(200_000));
            } while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(14));
        }
        assertThat(started.get()).isBetween(MANY_WORKERS, MANY_WORKERS + 4);
    }

    private static int workersUsed(Pool pool, Callable<?> call) throws Exception {
        Map<Integer, Long> before = new HashMap<>();
        pool.workers().forEach(worker -> before.put(worker.id(), worker.itemsDone()));
        call.call();
        return (int) pool.workers().stream()
                .filter(worker -> worker.itemsDone() > before.get(worker.id()))
                .count();
    }
}
