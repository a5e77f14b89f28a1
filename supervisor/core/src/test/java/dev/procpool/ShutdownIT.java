package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The end of a pool under difficulties, and what ends with it. */
@ExtendWith(Leftovers.class)
class ShutdownIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final Duration LONG = Duration.ofSeconds(60);

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

    @Tag("jdk")
    @Test
    void noThreadOfProcpoolIsInNativeCodeWhenAWorkerExits() throws Exception {
        Duration limit = Duration.ofMillis(280);
        Duration best = LONG;
        for (int i = 0; i < 8 && best.compareTo(limit) >= 0; i++) {
            Pool pool = Pool.open(1);
            assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
            long start = System.nanoTime();
            pool.close();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            best = took.compareTo(best) < 0 ? took : best;
        }
        assertThat(best)
                .as("HotSpot lets no process end for 300 ms while one is")
                .isLessThan(limit);
    }
}
