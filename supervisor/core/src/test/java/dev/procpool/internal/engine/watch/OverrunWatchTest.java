package dev.procpool.internal.engine.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.Pool;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.engine.FakeWorkers;
import dev.procpool.internal.engine.Worker;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverrunWatchTest {

    /** More than an item may take until others take over what waits behind it. */
    private static final long STANDSTILL_NANOS = TimeUnit.MILLISECONDS.toNanos(6);

    /** Long enough for one item for each worker on any machine, and short enough that several are sent ahead. */
    private static final long EACH_NANOS = 100_000;

    @TempDir
    Path directory;

    private FakeWorkers workers;
    private EncodedFunction function;

    @BeforeEach
    void sixWorkersOfWhomEachHasTwoItems() throws Exception {
        workers = new FakeWorkers(Pool.builder().processes(6).build(), directory);
        function = workers.function();
        workers.teach(function, EACH_NANOS);
        workers.submit(function, 12);
        assertThat(workers.all()).extracting(FakeWorkers::held).containsOnly(2);
    }

    @AfterEach
    void close() {
        workers.close();
    }

    private void standStill(List<Worker> stuck) {
        stuck.forEach(FakeWorkers::start);
        look(stuck);
        stuck.forEach(worker -> worker.sighting.seenSinceNanos -= STANDSTILL_NANOS);
    }

    private void look(List<Worker> at) {
        at.forEach(worker -> worker.sighting.lookNanos = System.nanoTime());
        workers.expire();
    }

    private void idle(int firstId, int lastId) {
        for (int id = firstId; id <= lastId; id++) {
            Worker worker = workers.get(id);
            do {
                workers.finish(worker, EACH_NANOS);
                workers.assign();
            } while (!worker.held.isEmpty());
        }
        assertThat(workers.pending()).isZero();
    }

    @Test
    void manyThatStandStillAreRelievedInOneLook() {
        idle(4, 6);
        List<Worker> stuck = List.of(workers.get(1), workers.get(2), workers.get(3));
        standStill(stuck);

        look(stuck);

        assertThat(stuck)
                .extracting(FakeWorkers::held)
                .as("what is running only")
                .containsExactly(1, 1, 1);
        assertThat(workers.all().subList(3, 6))
                .extracting(FakeWorkers::held)
                .as("what waited behind it")
                .containsExactly(1, 1, 1);
    }

    @Test
    void whoIsHeldUpGetsNothingMore() {
        idle(4, 6);
        Worker stuck = workers.get(1);
        standStill(List.of(stuck));
        look(List.of(stuck));

        workers.submit(function, 20);

        assertThat(FakeWorkers.held(stuck)).isEqualTo(1);
    }

    @Test
    void whoWasHeldUpGetsMoreAsSoonAsItGetsOn() {
        workers.submit(function, 12);
        idle(4, 6);
        Worker stuck = workers.get(1);
        FakeWorkers.start(stuck);
        stuck.nowRunning().start(stuck.held.first().nextOrdinal() + 1);
        look(List.of(stuck));
        stuck.sighting.seenSinceNanos -= STANDSTILL_NANOS;
        look(List.of(stuck));
        assertThat(FakeWorkers.held(stuck)).as("what it has started").isEqualTo(2);
        workers.submit(function, 100);
        assertThat(FakeWorkers.held(stuck)).as("while nothing happens").isEqualTo(2);

        workers.finishFirst(stuck, EACH_NANOS);
        workers.assign();

        assertThat(FakeWorkers.held(stuck)).as("the other one, and more").isGreaterThan(1);
    }

    @Test
    void nothingIsTakenFromMoreWorkersThanOthersAreIdle() {
        idle(6, 6);
        List<Worker> stuck = workers.all().subList(0, 5);
        standStill(stuck);
        int before = stuck.stream().mapToInt(FakeWorkers::held).sum();

        look(stuck);

        assertThat(stuck).filteredOn(worker -> worker.dispatch.isHeldUp()).hasSize(1);
        assertThat(workers.all().stream().mapToInt(FakeWorkers::held).sum()).isEqualTo(before);
    }

    @Test
    void whoeverGetsOnKeepsWhatItHas() {
        workers.submit(function, 6);
        idle(4, 6);
        Worker worker = workers.get(1);
        standStill(List.of(worker));
        worker.nowRunning().start(worker.held.first().nextOrdinal() + 1);

        look(List.of(worker));

        assertThat(FakeWorkers.held(worker)).isEqualTo(3);
    }
}
