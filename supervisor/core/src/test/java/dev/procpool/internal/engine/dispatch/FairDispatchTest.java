package dev.procpool.internal.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.Pool;
import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.engine.FakeWorkers;
import dev.procpool.internal.engine.Worker;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that have items at the same time share the workers. */
class FairDispatchTest {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long QUICK_NANOS = 1_000;
    private static final TaskOptions ONE = TaskOptions.builder().client("one").build();
    private static final TaskOptions OTHER =
            TaskOptions.builder().client("other").build();
    private static final TaskOptions LARGE_CHUNKS =
            TaskOptions.builder().client("one").chunkSize(1_000).build();

    @TempDir
    Path directory;

    private FakeWorkers workers;
    private EncodedFunction slow;
    private EncodedFunction quick;

    @AfterEach
    void close() {
        workers.close();
    }

    private void start(int count) throws Exception {
        workers = new FakeWorkers(Pool.builder().processes(count).build(), directory);
        slow = workers.function();
        quick = workers.function();
        workers.teach(slow, LONG_NANOS);
        workers.teach(quick, QUICK_NANOS);
    }

    /** The worker finishes what it holds, and gets the next items. */
    private void next(int worker) {
        workers.finish(workers.get(worker), LONG_NANOS);
        workers.assign();
    }

    @Test
    void twoClientsGetHalfOfTheWorkersEach() throws Exception {
        start(2);
        Call one = workers.submit(slow, 1_000, ONE);
        workers.submit(slow, 1_000, OTHER);
        int ofOne = 0;
        for (int i = 0; i < 100; i++) {
            next(1 + i % 2);
            ofOne += FakeWorkers.holds(workers.get(1 + i % 2), one) ? 1 : 0;
        }
        assertThat(ofOne).isBetween(49, 51);
    }

    @Test
    void aCallBesideAMillionItemsOfAnotherClientIsNext() throws Exception {
        start(2);
        workers.submit(slow, 1_000_000, ONE);
        Call call = workers.submit(quick, 1, OTHER);

        next(1);

        assertThat(FakeWorkers.holds(workers.get(1), call)).isTrue();
    }

    @Test
    void anInputHasItsTurnsBesideAClientThatAlwaysHasItemsReady() throws Exception {
        start(2);
        workers.submit(slow, 1_000_000, ONE);
        Call input = workers.offer(slow, 1, OTHER);
        int ofInput = 0;
        for (int i = 0; i < 100; i++) {
            next(1 + i % 2);
            ofInput += FakeWorkers.holds(workers.get(1 + i % 2), input) ? 1 : 0;
        }
        assertThat(ofInput).isBetween(49, 51);
    }

    @Test
    void anInputComesBeforeLaterItemsOfItsOwnClient() throws Exception {
        start(1);
        workers.submit(slow, 2, ONE);
        Call input = workers.offer(slow, 1, ONE);
        workers.submit(slow, 1_000, ONE);
        next(1);
        assertThat(FakeWorkers.holds(workers.get(1), input)).isFalse();

        next(1);

        assertThat(FakeWorkers.holds(workers.get(1), input)).isTrue();
    }

    @Test
    void aLargeChunkIsTakenBackForAClientThatWaits() throws Exception {
        start(1);
        Worker worker = workers.get(1);
        workers.submit(slow, 100_000, LARGE_CHUNKS);
        assertThat(FakeWorkers.held(worker)).isEqualTo(1_000);
        FakeWorkers.start(worker);

        Call call = workers.submit(quick, 1, OTHER);

        assertThat(FakeWorkers.held(worker)).as("the item that runs").isEqualTo(1);
        assertThat(workers.pending()).isEqualTo(100_000);
        next(1);
        assertThat(FakeWorkers.holds(worker, call)).isTrue();
        assertThat(FakeWorkers.held(worker)).as("no large chunk behind it").isLessThan(10);
    }

    @Test
    void aLargeChunkIsNotTakenBackForItsOwnClient() throws Exception {
        start(1);
        workers.submit(slow, 100_000, LARGE_CHUNKS);
        FakeWorkers.start(workers.get(1));

        workers.submit(quick, 1, ONE);

        assertThat(FakeWorkers.held(workers.get(1))).isEqualTo(1_000);
    }

    @Test
    void itemsThatWaitForTheirWorkersLetThoseOfOtherClientsPass() throws Exception {
        start(PROCESSORS + 3);
        Call before = workers.submit(slow, 1, OTHER);
        workers.submit(quick, 1_000_000, ONE);
        workers.all().stream()
                .filter(worker -> FakeWorkers.holds(worker, before))
                .forEach(worker -> workers.finish(worker, LONG_NANOS));
        workers.assign();

        Call call = workers.submit(slow, 1, OTHER);

        assertThat(workers.all()).anyMatch(worker -> FakeWorkers.holds(worker, call));
    }
}
