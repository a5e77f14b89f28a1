package dev.procpool.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.Pool;
import dev.procpool.internal.backend.Backend.Running;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.engine.items.Settler;
import dev.procpool.internal.engine.workers.StopCause;
import dev.procpool.internal.engine.workers.WorkerState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancellationTest {

    private static final long EACH_NANOS = 100_000;

    @TempDir
    Path directory;

    private FakeWorkers workers;
    private Worker worker;
    private Call call;

    @BeforeEach
    void aWorkerThatHasStartedTheFirstOfItsItems() throws Exception {
        workers = new FakeWorkers(Pool.builder().processes(1).build(), directory);
        EncodedFunction function = workers.function();
        workers.teach(function, EACH_NANOS);
        call = workers.submit(function, 1_000);
        worker = workers.get(1);
        FakeWorkers.start(worker);
        assertThat(FakeWorkers.held(worker)).isGreaterThan(1);
        assertThat(workers.pending()).isPositive();
    }

    @AfterEach
    void close() {
        workers.close();
    }

    private void cancel(Running running) {
        call.markCancelled();
        workers.rooms().cancellation.cancel(call, running, Settler.cancelled(call));
        workers.assign();
    }

    @Test
    void aRunningItemThatIsAwaitedStaysWithItsWorker() {
        cancel(Running.IS_AWAITED);

        assertThat(workers.pending()).isZero();
        assertThat(FakeWorkers.held(worker)).isEqualTo(1);
        assertThat(worker.state()).isEqualTo(WorkerState.BUSY);
        workers.finishFirst(worker, EACH_NANOS);
        assertThat(worker.state()).isEqualTo(WorkerState.IDLE);
        assertThat(workers.rooms().items.ledger.hasItems()).isFalse();
    }

    @Test
    void theWorkerOfARunningItemThatIsStoppedIsKilled() {
        cancel(Running.IS_STOPPED);

        assertThat(worker.state()).isEqualTo(WorkerState.KILLED);
        assertThat(worker.life.stopCause()).isEqualTo(StopCause.CANCELLED);
        assertThat(worker.held.first().isDropped()).isTrue();
    }

    @Test
    void aWorkerThatHasStartedNoItemOfTheCallIsIdleAtOnce() {
        workers.finish(worker, EACH_NANOS);
        workers.assign();

        cancel(Running.IS_STOPPED);

        assertThat(worker.state()).isEqualTo(WorkerState.IDLE);
        assertThat(workers.rooms().items.ledger.hasItems()).isFalse();
    }

    @Test
    void allItemsAreGivenUpAndAllWorkersKilledWhenThePoolStops() {
        workers.rooms().cancellation.stopAll(Settler.cancelled(call));

        assertThat(workers.pending()).isZero();
        assertThat(worker.state()).isEqualTo(WorkerState.KILLED);
        assertThat(worker.life.stopCause()).isEqualTo(StopCause.POOL_END);
    }
}
