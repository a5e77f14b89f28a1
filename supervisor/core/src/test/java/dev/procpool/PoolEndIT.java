package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Endless;
import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pools that are closed or terminated. */
@ExtendWith(Leftovers.class)
@Tag("portable")
class PoolEndIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void terminateKillsWhatRunsAndCancelsTheRest() throws Exception {
        Pool pool = Pool.open(3);
        assertThat(pool.awaitReady(LONG)).isTrue();
        TaskFuture<List<Integer>> endless = pool.mapAsync((Integer x) -> Endless.spinForEver(), SayWhen.range(10_000));
        List<Long> pids = pool.workers().stream().map(WorkerInfo::pid).toList();

        pool.terminate();
        pool.join();

        assertThatThrownBy(endless::get)
                .isInstanceOfAny(CancellationException.class, ExecutionException.class, CompletionException.class);
        assertThat(pids)
                .allMatch(pid ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        assertThatThrownBy(() -> pool.apply(SQUARE, 5)).isInstanceOf(IllegalStateException.class);
    }

    @Tag("jdk")
    @Test
    void closeFinishesWhatWasSubmittedAndThenRefuses() throws Exception {
        Pool pool = Pool.open(1);
        assertThatThrownBy(pool::join).isInstanceOf(IllegalStateException.class);
        TaskFuture<List<Integer>> submitted;
        try (pool) {
            submitted = pool.mapAsync(
                    (Integer x) -> {
                        Thread.sleep(20);
                        return x * x;
                    },
                    SayWhen.range(20));
        }
        assertThat(submitted.get()).hasSize(20);
        assertThatThrownBy(() -> pool.mapAsync(SQUARE, SayWhen.range(3))).isInstanceOf(IllegalStateException.class);
        pool.close();
        pool.shutdown();
        pool.terminate();
        assertThat(pool.join(Duration.ofSeconds(1))).isTrue();
    }

    @Test
    void aClosedPoolCannotBeUsedAgain() {
        Pool pool = Pool.open(1);
        pool.close();
        try (pool) {
            assertThatThrownBy(() -> pool.map(SQUARE, List.of(1))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Tag("jdk")
    @Test
    void aPoolMayBeOpenedInAWorker() throws Exception {
        try (Pool pool = Pool.open(1)) {
            List<Integer> squares = pool.apply(() -> {
                try (Pool nested = Pool.open(1)) {
                    return nested.map(SQUARE, List.of(1, 2, 3));
                }
            });
            assertThat(squares).containsExactly(1, 4, 9);
        }
    }

    @Test
    void aPoolMayBeClosedFromACallbackOfItsOwn() throws Exception {
        Pool pool = Pool.open(1);
        CompletableFuture<Integer> closed = pool.applyAsync(SQUARE, 5)
                .toCompletableFuture()
                .thenApply(value -> {
                    pool.close();
                    return value;
                });
        assertThat(closed.get(30, TimeUnit.SECONDS)).isEqualTo(25);
        assertThatThrownBy(() -> pool.apply(SQUARE, 5)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPoolMayBeClosedByItsListener() throws Exception {
        CompletableFuture<Pool> itself = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        Pool pool = Pool.builder()
                .processes(1)
                .listener(new PoolListener() {
                    @Override
                    public void workerReady(WorkerInfo worker) {
                        itself.join().close();
                        closed.countDown();
                    }
                })
                .open();
        itself.complete(pool);
        assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void aFutureThatIsLeftOfATerminatedPoolSaysSo() throws Exception {
        Pool pool = Pool.open(1);
        TaskFuture<Integer> future = pool.applyAsync(() -> {
            Thread.sleep(60_000);
            return 1;
        });
        CompletableFuture<Integer> dependent = future.toCompletableFuture();
        pool.terminate();
        assertThatThrownBy(() -> dependent.get(20, TimeUnit.SECONDS))
                .isInstanceOfAny(ExecutionException.class, java.util.concurrent.CancellationException.class)
                .hasStackTraceContaining("the pool was terminated");
        pool.join();
    }
}
