package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes that are killed at random while they come to a barrier, wait there, run its action and leave. */
@ExtendWith(Leftovers.class)
class BarrierKillsIT {

    private static final int WORKERS = 3;

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void partiesThatAreKilledAtAnyPointBreakTheBarrierAndFreezeNobody() throws Exception {
        KillLoop loop = new KillLoop("BarrierKillsIT");
        try (ProcessBarrier barrier = ProcessBarrier.of(WORKERS + 1, Duration.ofMillis(100), () -> 0);
                Pool users = KillLoop.pool(WORKERS)) {
            KillLoop.Body passing = () -> loop.item(users, () -> pass(barrier, 20));

            loop.run(users, passing, passing, passing, () -> {
                if (pass(barrier, 20) == 0 && barrier.isBroken()) {
                    barrier.reset();
                }
            });

            assertPasses(barrier, users);
        }
    }

    /** Passes the barrier for some time; returns the number of rounds until that was over or the barrier broke. */
    private static int pass(ProcessBarrier barrier, int millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        int times = 0;
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            try {
                int index = barrier.await();
                if (index < 0 || index > WORKERS) {
                    throw new IllegalStateException("index " + index);
                }
                times++;
            } catch (BrokenBarrierException e) {
                if (System.nanoTime() - start > KillLoop.FROZEN.toNanos()) {
                    throw new IllegalStateException("frozen", e);
                }
                return 0;
            }
        }
        return times;
    }

    /** After all that, four parties pass as they did before. */
    private static void assertPasses(ProcessBarrier barrier, Pool users) throws Exception {
        barrier.reset();
        List<TaskFuture<Integer>> items = List.of(
                users.applyAsync(() -> barrier.await(KillLoop.FROZEN)),
                users.applyAsync(() -> barrier.await(KillLoop.FROZEN)),
                users.applyAsync(() -> barrier.await(KillLoop.FROZEN)));
        int sum = barrier.await(KillLoop.FROZEN);
        for (TaskFuture<Integer> item : items) {
            sum += get(item);
        }
        assertThat(sum).isEqualTo(6);
    }

    private static int get(TaskFuture<Integer> item) throws Exception {
        try {
            return item.get(KillLoop.FROZEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("frozen", e);
        }
    }
}
