package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The workers of a pool divide the processors and the memory of the machine, unless the user says otherwise. */
@ExtendWith(Leftovers.class)
class ShareIT {

    private static final long MEBI = 1 << 20;
    private static final int MANY = 6;

    private static int processors(int ignored) {
        return Runtime.getRuntime().availableProcessors();
    }

    private static long heapMebi(int ignored) {
        return Runtime.getRuntime().maxMemory() / MEBI;
    }

    private static List<Integer> seenHereAndInWorkersOf(int workers) throws Exception {
        try (Pool inner = Pool.open(workers)) {
            return List.of(processors(0), inner.apply(ShareIT::processors, 0));
        }
    }

    private static String largestHeap(long mebi) {
        return "heap up to " + mebi + " MiB";
    }

    @Test
    void workersDivideTheProcessors() throws Exception {
        int all = Runtime.getRuntime().availableProcessors();
        try (Pool pool = Pool.open(2)) {
            assertThat(pool.apply(ShareIT::processors, 0)).isEqualTo(Math.max(1, all / 2));
        }
    }

    @Test
    void workersOfAWorkerDivideItsProcessors() throws Exception {
        try (Pool pool = Pool.builder()
                .processes(1)
                .jvmOptions("-XX:ActiveProcessorCount=8")
                .open()) {
            assertThat(pool.<Integer, List<Integer>>apply(ShareIT::seenHereAndInWorkersOf, 2))
                    .containsExactly(8, 4);
            assertThat(pool.<Integer, List<Integer>>apply(ShareIT::seenHereAndInWorkersOf, 1))
                    .containsExactly(8, 8);
        }
    }

    @Test
    void manyWorkersHaveHeapsThatFitTogether() throws Exception {
        long share = WorkerShare.of(MANY).maxHeap().orElseThrow() / MEBI;
        try (Pool pool = Pool.open(MANY)) {
            long heap = pool.apply(ShareIT::heapMebi, 0);

            // The collector keeps one of its spaces empty, which the JVM does not count.
            assertThat(heap).isBetween(share * 8 / 10, share);
            assertThat(pool.toString()).contains("; each worker: 1 processor, " + largestHeap(share));
            pool.terminate();
        }
    }

    @Test
    void optionsOfTheUserWin() throws Exception {
        PoolBuilder builder = Pool.builder()
                .processes(MANY)
                .jvmOptions("-XX:ActiveProcessorCount=7")
                .environment(Map.of("JDK_JAVA_OPTIONS", "-Xmx100m"));
        try (Pool pool = builder.open()) {
            assertThat(pool.apply(ShareIT::processors, 0)).isEqualTo(7);
            assertThat(pool.apply(ShareIT::heapMebi, 0)).isBetween(80L, 100L);
            assertThat(pool.toString()).contains("7 processors, heap by -Xmx100m");
            pool.terminate();
        }
    }
}
