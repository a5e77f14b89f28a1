package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkerShareTest {

    private static final long MEBI = 1 << 20;
    private static final long GIBI = MEBI << 10;

    private static long heapMebi(int workers, long memory, long ours) {
        return WorkerShare.of(workers, 1, memory, ours).maxHeap().orElseThrow() / MEBI;
    }

    @Test
    void aFewWorkersHaveTheDefaultHeapOfTheJvm() {
        assertThat(heapMebi(1, 16 * GIBI, 16 * GIBI)).isEqualTo(4096);
        assertThat(heapMebi(3, 16 * GIBI, 16 * GIBI)).isEqualTo(4096);
    }

    @Test
    void manyWorkersFitIntoThreeQuartersOfTheMemory() {
        assertThat(heapMebi(64, 16 * GIBI, 16 * GIBI)).isEqualTo(192);
    }

    @Test
    void noHeapIsBelow64MiB() {
        assertThat(heapMebi(100, GIBI, GIBI)).isEqualTo(64);
    }

    @Test
    void workersOfAWorkerShareItsPart() {
        WorkerShare outer = WorkerShare.of(4, 1, 16 * GIBI, 16 * GIBI);

        assertThat(outer.memory()).hasValue(3 * GIBI);
        assertThat(heapMebi(4, 16 * GIBI, outer.memory().getAsLong())).isEqualTo(576);
    }

    @Test
    void theDefaultHeapOfTheJvmIsAQuarterAndOnSmallMachinesMore() {
        assertThat(WorkerShare.defaultHeap(8 * GIBI)).isEqualTo(2 * GIBI);
        assertThat(WorkerShare.defaultHeap(400 * MEBI) / MEBI).isEqualTo(124);
        assertThat(WorkerShare.defaultHeap(200 * MEBI)).isEqualTo(100 * MEBI);
        assertThat(WorkerShare.defaultHeap(1024 * GIBI)).isEqualTo(32 * GIBI);
    }

    @Test
    void processorsAreDividedAndEachWorkerHasOneAtLeast() {
        int all = Runtime.getRuntime().availableProcessors();

        assertThat(WorkerShare.of(1).processors()).isEqualTo(all);
        assertThat(WorkerShare.of(10 * all).processors()).isEqualTo(1);
        assertThatThrownBy(() -> WorkerShare.of(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
