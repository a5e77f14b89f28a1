package dev.procpool.internal.engine.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.Pool;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.engine.FakeWorkers;
import dev.procpool.internal.engine.Worker;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacementsTest {

    private static final long EACH_NANOS = 100_000;

    @TempDir
    Path directory;

    private FakeWorkers workers;
    private Worker first;
    private Worker second;

    @BeforeEach
    void twoReadyWorkers() throws Exception {
        workers = new FakeWorkers(Pool.builder().processes(2).build(), directory);
        first = workers.get(1);
        second = workers.get(2);
    }

    @AfterEach
    void close() {
        workers.close();
    }

    private Worker successorOf(Worker worker) {
        return workers.room().roster.successor(worker);
    }

    @Test
    void aWorkerIsAskedToLeaveOnceItsSuccessorIsReady() throws Exception {
        workers.room().replacements.replace(first, "was to be restarted");
        Worker successor = successorOf(first);
        assertThat(successor.state()).isEqualTo(WorkerState.LAUNCHING);
        assertThat(first.state()).isEqualTo(WorkerState.IDLE);

        workers.makeReady(successor);

        assertThat(successor.state()).isEqualTo(WorkerState.IDLE);
        assertThat(first.state()).isEqualTo(WorkerState.ASKED);
    }

    @Test
    void aRetiringWorkerFinishesTheItemsThatItHasStartedAndGivesBackTheOthers() throws Exception {
        EncodedFunction function = workers.function();
        workers.teach(function, EACH_NANOS);
        workers.submit(function, 1_000);
        FakeWorkers.start(first);
        long pending = workers.pending();
        int held = FakeWorkers.held(first);
        workers.room().replacements.replace(first, "was to be restarted");

        workers.makeReady(successorOf(first));

        assertThat(first.state()).isEqualTo(WorkerState.RETIRING);
        assertThat(FakeWorkers.held(first)).isEqualTo(1);
        assertThat(workers.pending()).isEqualTo(pending + held - 1);
        workers.finishFirst(first, EACH_NANOS);
        assertThat(first.state()).isEqualTo(WorkerState.ASKED);
    }

    @Test
    void replacementsHappenOneAtATime() throws Exception {
        workers.room().replacements.replace(first, "was to be restarted");
        workers.room().replacements.replace(second, "was to be restarted");
        assertThat(successorOf(second)).isNull();

        workers.makeReady(successorOf(first));
        assertThat(successorOf(second)).as("while the first one is leaving").isNull();
        exit(first);

        assertThat(successorOf(second)).isNotNull();
    }

    private void exit(Worker worker) {
        workers.room().stopping.exited(worker);
        workers.room().restarts.exited(worker, false, "");
    }

    @Test
    void aSuccessorThatIsNotNeededAnyMoreDoesNotKeepItsPredecessorWaiting() throws Exception {
        workers.room().replacements.replace(second, "was to be restarted");
        Worker successor = successorOf(second);

        workers.room().sizing.resize(1);
        workers.assign();

        assertThat(successor.state()).isEqualTo(WorkerState.KILLED);
        assertThat(second.state()).isEqualTo(WorkerState.ASKED);
        assertThat(first.state()).isEqualTo(WorkerState.IDLE);
    }

    @Test
    void workersThatAreLaunchedLaterAreGoneAtOnceWhenTheyAreNotNeeded() {
        Worker delayed = workers.room().launches.hire(3, EACH_NANOS * 1_000_000);
        assertThat(delayed.state()).isEqualTo(WorkerState.DELAYED);

        workers.room().stopping.kill(delayed, StopCause.FINISHED, "was not needed any more");
        workers.assign();

        assertThat(delayed.state()).isEqualTo(WorkerState.EXITED);
        assertThat(workers.all()).isEqualTo(List.of(first, second));
    }
}
