package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that take too much memory. */
@ExtendWith(Leftovers.class)
class MemoryLimitIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final List<byte[]> HOARD = new ArrayList<>();

    private static int hoard(int mebibytes, long millis) throws InterruptedException {
        for (int i = 0; i < mebibytes; i++) {
            byte[] block = new byte[1 << 20];
            java.util.Arrays.fill(block, (byte) 1);
            HOARD.add(block);
        }
        Thread.sleep(millis);
        return mebibytes;
    }

    @Tag("jdk")
    @Test
    void aWorkerThatTakesTooMuchMemoryIsKilledAndOnlyItsItemFails() throws Exception {
        try (Pool pool =
                Pool.builder().processes(1).maxHeap("512m").maxRss(250L << 20).open()) {
            assertThat(pool.apply(SQUARE, 3)).isEqualTo(9);
            assertThat(pool.workers().get(0).rssBytes()).isBetween(20L << 20, 250L << 20);
            assertThatThrownBy(() -> pool.apply(() -> hoard(300, 60_000)))
                    .isInstanceOf(WorkerOutOfMemoryException.class)
                    .hasMessageContaining(" MiB of resident memory, more than its limit of 250 MiB");
            assertThat(pool.apply(SQUARE, 4)).isEqualTo(16);
        }
    }

    @Test
    void aWorkerAboveItsSoftLimitIsReplacedAfterItsItem() throws Exception {
        try (Pool pool = Pool.builder()
                .processes(1)
                .maxHeap("512m")
                .softMaxRss(250L << 20)
                .open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            Set<Long> before = Workers.pids(pool);
            assertThat(pool.<Integer>apply(() -> hoard(300, 500))).isEqualTo(300);
            Await.until(() -> Workers.pids(pool).stream().noneMatch(before::contains));
            assertThat(Workers.pids(pool)).doesNotContainAnyElementsOf(before);
            assertThat(pool.stats().deaths()).isZero();
        }
    }
}
