package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The end of a pool, from wherever it is asked for; and what ends with it. */
@ExtendWith(Leftovers.class)
class ShutdownIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final Duration LONG = Duration.ofSeconds(60);

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
    void manyThreadsMayEndAPoolAtOnceInAnyWay() throws Exception {
        for (int round = 0; round < 3; round++) {
            Pool pool = Pool.open(2);
            TaskFuture<List<Integer>> work = pool.mapAsync(
                    (Integer x) -> {
                        Thread.sleep(5);
                        return x;
                    },
                    SayWhen.range(200));
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (Runnable end : List.<Runnable>of(pool::close, pool::shutdown, pool::terminate, pool::close)) {
                Thread thread = new Thread(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    end.run();
                });
                thread.start();
                threads.add(thread);
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join(30_000);
                assertThat(thread.isAlive()).isFalse();
            }
            assertThat(pool.join(Duration.ofSeconds(10))).isTrue();
            assertThat(work.isDone()).isTrue();
        }
    }

    @Test
    void aPoolMayBeEndedWhileItsWorkersStart() throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            Pool pool = Pool.open(3);
            Thread.sleep(i * 40L);
            pool.terminate();
            assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        assertThat(Leftovers.processes()).isEmpty();
    }

    @Test
    void aNestedPoolDiesWithItsWorker(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("pids");
        String path = file.toString();
        try (Pool pool = Pool.open(1)) {
            assertThatThrownBy(() -> pool.with(TaskOptions.builder()
                                    .timeout(Duration.ofSeconds(5))
                                    .build())
                            .apply(() -> {
                                Pool nested = Pool.open(2);
                                nested.awaitReady(Duration.ofSeconds(30));
                                List<String> pids = nested.workers().stream()
                                        .map(w -> Long.toString(w.pid()))
                                        .toList();
                                Files.write(Path.of(path), pids);
                                nested.map(
                                        (Integer x) -> {
                                            while (true) {
                                                Thread.onSpinWait();
                                            }
                                        },
                                        List.of(1, 2));
                                return 1;
                            }))
                    .isInstanceOf(TaskTimeoutException.class);
            List<Long> pids =
                    Files.readAllLines(file).stream().map(Long::valueOf).toList();
            assertThat(pids).hasSize(2);
            Leftovers.await(() -> pids.stream().noneMatch(ShutdownIT::isAlive));
            assertThat(pids).noneMatch(ShutdownIT::isAlive);
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    @Test
    void workersLeadSessionsOfTheirOwnSoTheTerminalDoesNotReachThem() throws Exception {
        try (Pool pool = Pool.open(2)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            for (WorkerInfo worker : pool.workers()) {
                String stat = Files.readString(Path.of("/proc", Long.toString(worker.pid()), "stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                assertThat(Long.parseLong(fields[3])).as("session").isEqualTo(worker.pid());
            }
        }
    }

    @Test
    void noThreadOfProcpoolIsInNativeCodeWhenAWorkerExits() throws Exception {
        Duration best = LONG;
        for (int i = 0; i < 8; i++) {
            Pool pool = Pool.open(1);
            assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
            long start = System.nanoTime();
            pool.close();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            best = took.compareTo(best) < 0 ? took : best;
        }
        assertThat(best)
                .as("HotSpot lets no process end for 300 ms while one is")
                .isLessThan(Duration.ofMillis(280));
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
