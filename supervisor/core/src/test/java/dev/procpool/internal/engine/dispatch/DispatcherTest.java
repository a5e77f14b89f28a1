package dev.procpool.internal.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.Pool;
import dev.procpool.PoolBuilder;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.engine.FakeWorkers;
import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.items.Sent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatcherTest {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** Too long to be sent ahead. */
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long QUICK_NANOS = 1_000;

    @TempDir
    Path directory;

    private FakeWorkers workers;
    private EncodedFunction function;

    @AfterEach
    void close() {
        if (workers != null) { // a test that was not for so few processors has none
            workers.close();
        }
    }

    private void start(PoolBuilder pool) throws Exception {
        workers = new FakeWorkers(pool.build(), directory);
        function = workers.function();
    }

    private void start(int count) throws Exception {
        start(Pool.builder().processes(count));
    }

    private List<Integer> held() {
        return workers.all().stream().map(FakeWorkers::held).toList();
    }

    private long pending() {
        return workers.pending();
    }

    @Test
    void ofWhatIsNotKnownEachGetsOne() throws Exception {
        start(3);
        workers.submit(function, 10);
        assertThat(held()).containsExactly(1, 1, 1);
        assertThat(pending()).isEqualTo(7);
    }

    @Test
    void longItemsAreSentToThoseThatAreIdleOnly() throws Exception {
        start(3);
        workers.teach(function, LONG_NANOS);
        workers.submit(function, 10);
        assertThat(held()).containsExactly(1, 1, 1);

        workers.finish(workers.get(2), LONG_NANOS);
        workers.assign();
        assertThat(held()).containsExactly(1, 1, 1);
        assertThat(pending()).isEqualTo(6);
    }

    @Test
    void shorterOnesAreSentAheadByTheTimeTheyTake() throws Exception {
        start(2);
        workers.teach(function, MILLI);
        workers.submit(function, 1000);
        assertThat(held()).as("four frames of a millisecond").containsExactly(4, 4);
    }

    @Test
    void theLastSlowOnesWaitForWhoeverIsFreeFirst() throws Exception {
        start(2);
        workers.teach(function, MILLI);
        workers.submit(function, 5);
        assertThat(held()).containsExactly(1, 1);
        assertThat(pending()).isEqualTo(3);

        workers.finish(workers.get(2), MILLI);
        workers.assign();
        assertThat(held()).containsExactly(1, 1);
    }

    @Test
    void quickOnesTravelTogetherAndFewerAndFewerOfThem() throws Exception {
        assumeTrue(PROCESSORS >= 2, "where there is one processor, one worker gets all");
        start(2);
        workers.teach(function, QUICK_NANOS);
        workers.submit(function, 800);
        assertThat(workers.all().stream().flatMap(w -> sizes(w).stream()).sorted(Comparator.reverseOrder()))
                .as("a quarter of what is left, and no less than it takes to wake somebody")
                .containsExactly(200, 150, 112, 84, 63, 50, 50, 50);
    }

    private static List<Integer> sizes(Worker worker) {
        List<Integer> sizes = new ArrayList<>();
        worker.held.forEach(held -> sizes.add(held.unsettled()));
        return sizes;
    }

    @Test
    void aFrameOfQuickOnesTakesAMillisecond() throws Exception {
        assumeTrue(PROCESSORS >= 2, "where there is one processor, one worker gets all");
        start(2);
        workers.teach(function, QUICK_NANOS);
        workers.submit(function, 100_000);
        assertThat(sizes(workers.get(1))).containsExactly(1000, 1000, 1000, 1000);
        assertThat(sizes(workers.get(2))).containsExactly(1000, 1000, 1000, 1000);
    }

    @Test
    void nobodyGetsMoreThanItsQuota() throws Exception {
        start(Pool.builder().processes(1).maxTasksPerWorker(9)); // less than ten, so without jitter
        workers.teach(function, QUICK_NANOS);
        workers.submit(function, 100);
        assertThat(FakeWorkers.held(workers.get(1))).isEqualTo(8);
        assertThat(pending()).isEqualTo(92);
    }

    @Test
    void quickOnesAreSentToAsManyWorkersAsThereAreProcessors() throws Exception {
        start(PROCESSORS + 3);
        workers.teach(function, QUICK_NANOS);
        workers.submit(function, 1_000_000);
        assertThat(workers.all()).filteredOn(w -> !w.held.isEmpty()).hasSize(PROCESSORS);
    }

    @Test
    void oneThatSaysNothingForLongIsReplacedByOneThatIsIdle() throws Exception {
        start(PROCESSORS + 3);
        workers.teach(function, QUICK_NANOS);
        workers.submit(function, 1_000_000);
        Worker silent = workers.all().stream()
                .filter(w -> !w.held.isEmpty())
                .findFirst()
                .orElseThrow();
        long longAgo = TimeUnit.SECONDS.toNanos(1);
        workers.all().forEach(w -> w.dispatch.heardOfNanos += w == silent ? -longAgo : longAgo);
        silent.dispatch.startedOrdinal = silent.nowRunning().lastStarted();

        workers.assign();

        assertThat(workers.all()).filteredOn(w -> !w.held.isEmpty()).hasSize(PROCESSORS + 1);
    }

    @Test
    void aSingleQuickItemJoinsAWorkerThatIsAwake() throws Exception {
        start(PROCESSORS);
        workers.teach(function, QUICK_NANOS);
        workers.submit(function, 1);
        Worker awake = workers.all().stream()
                .filter(w -> !w.held.isEmpty())
                .findFirst()
                .orElseThrow();
        Sent.later(awake, TimeUnit.MINUTES.toNanos(1)); // however long this test may take

        workers.submit(function, 1);

        assertThat(FakeWorkers.held(awake)).isEqualTo(2);
    }

    @Test
    void aSingleItemThatIsNotQuickGetsAWorkerOfItsOwn() throws Exception {
        start(Math.max(2, PROCESSORS));
        workers.teach(function, MILLI);
        workers.submit(function, 1);
        workers.submit(function, 1);
        assertThat(held()).filteredOn(items -> items > 0).containsExactly(1, 1);
    }

    @Test
    void theWorkerThatWasUsedLastIsUsedAgain() throws Exception {
        start(3);
        workers.teach(function, MILLI);
        Worker last = workers.get(2);
        last.dispatch.lastUsed =
                workers.all().stream().mapToLong(w -> w.dispatch.lastUsed).max().orElseThrow() + 1;
        workers.submit(function, 1);
        assertThat(FakeWorkers.held(last)).isEqualTo(1);
    }
}
