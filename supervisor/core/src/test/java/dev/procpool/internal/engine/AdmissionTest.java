package dev.procpool.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.Pool;
import dev.procpool.PoolBrokenException;
import dev.procpool.PoolConfig;
import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.base.PoolName;
import dev.procpool.protocol.message.ItemLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AdmissionTest {

    private static final PoolConfig ONE_PENDING =
            Pool.builder().processes(1).maxPending(1).build();

    @TempDir
    Path directory;

    private final PoolLife life = new PoolLife(PoolName.NONE);
    private final List<Throwable> broken = new ArrayList<>();
    private final AtomicReference<Throwable> thrown = new AtomicReference<>();
    private FakeWorkers workers;
    private EngineLock lock;
    private Admission admission;

    @BeforeEach
    void open() throws IOException {
        workers = new FakeWorkers(ONE_PENDING, directory);
        lock = new EngineLock(new Consequences(), () -> admission.wakeSubmitters(), broken::add);
        admission = new Admission(lock, ONE_PENDING, workers.rooms(), life, () -> {});
    }

    @AfterEach
    void close() {
        assertThat(broken).isEmpty();
        workers.close();
    }

    private Batch batch() {
        return batch(TaskOptions.defaults());
    }

    private Batch batch(TaskOptions options) {
        Call call = new Call(1, workers.function(), options, Call.Delivery.WHOLE, () -> {});
        return new Batch(call, 0, 1, ItemLayout.INTS, new byte[Integer.BYTES], Integer.BYTES, null);
    }

    private long pending() {
        return lock.look(() -> workers.pending());
    }

    /** Starts a thread that submits a batch, and waits until it waits for room. */
    private Thread submitterWaitingForRoom(Batch batch) {
        Thread submitter = new Thread(() -> {
            try {
                admission.submit(batch);
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        submitter.start();
        while (submitter.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return submitter;
    }

    @Test
    void aSubmitterWaitsUntilThereIsRoom() throws Exception {
        admission.submit(batch());
        Thread submitter = submitterWaitingForRoom(batch());

        lock.change(() -> workers.assign());
        submitter.join();

        assertThat(thrown).hasNullValue();
        assertThat(pending()).isEqualTo(1);
    }

    @Test
    void aClientThatHasNothingPendingIsAdmittedUntilTwiceTheLimitIsPending() throws Exception {
        admission.submit(batch());
        admission.submit(batch(TaskOptions.builder().client("another").build()));
        assertThat(pending()).isEqualTo(2);
        Thread submitter = submitterWaitingForRoom(
                batch(TaskOptions.builder().client("one more").build()));

        lock.change(() -> workers.assign());
        submitter.join();

        assertThat(thrown).hasNullValue();
        assertThat(pending()).isEqualTo(2);
    }

    @Test
    void aSubmitterThatWaitsForRoomIsRefusedWhenThePoolIsShutDown() throws Exception {
        admission.submit(batch());
        Thread submitter = submitterWaitingForRoom(batch());

        lock.change(() -> life.transitionTo(PoolState.DRAINING));
        submitter.join();

        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("was shut down");
        assertThat(pending()).isEqualTo(1);
    }

    @Test
    void aSubmitterThatIsInterruptedWhileItWaitsForRoomSubmitsNothing() throws Exception {
        admission.submit(batch());
        Thread submitter = submitterWaitingForRoom(batch());

        submitter.interrupt();
        submitter.join();

        assertThat(thrown.get())
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("interrupted while waiting for room")
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(pending()).isEqualTo(1);
    }

    @Test
    void aCancelledCallDoesNotWaitForRoom() throws Exception {
        admission.submit(batch());
        Batch cancelled = batch();
        cancelled.call().markCancelled();

        admission.submit(cancelled);

        assertThat(pending()).as("its item is settled at once").isEqualTo(1);
    }

    @Test
    void aRefusedArgumentIsTheCallersFaultAndBreaksNothing() {
        assertThatThrownBy(() -> admission.changeWhileOpen(() -> {
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no");
    }

    @Test
    void aBrokenPoolRefusesEverythingWithItsCause() {
        life.keepCause(new IllegalStateException("cause"));
        life.transitionTo(PoolState.STOPPING);

        assertThatThrownBy(() -> admission.submit(batch())).isInstanceOf(PoolBrokenException.class);
        assertThatThrownBy(admission::requireOpen).isInstanceOf(PoolBrokenException.class);
        assertThatThrownBy(() -> admission.awaitReady(System.nanoTime())).isInstanceOf(PoolBrokenException.class);
    }

    @Test
    void readyWorkersAreNotWaitedFor() throws Exception {
        assertThat(admission.awaitReady(System.nanoTime())).isTrue();
    }
}
