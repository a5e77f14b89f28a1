package dev.procpool.internal.engine.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.Pool;
import dev.procpool.TaskOptions;
import dev.procpool.internal.engine.FakeWorkers;
import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.workers.StopCause;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stall timeout of five seconds; the clock is moved by changing when the watch saw something. */
class ProgressWatchTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private FakeWorkers workers;
    private Worker worker;

    @BeforeEach
    void aWorkerRunsAnItem() throws Exception {
        workers = new FakeWorkers(Pool.builder().processes(1).build(), directory);
        TaskOptions options =
                TaskOptions.builder().chunkSize(2).stallTimeout(LIMIT).build();
        workers.submit(workers.function(), 2, options);
        worker = workers.get(1);
        FakeWorkers.start(worker);
        look();
    }

    @AfterEach
    void close() {
        workers.close();
    }

    private void look() {
        worker.sighting.lookNanos = System.nanoTime();
        workers.expire();
    }

    private void report(long done, long total) {
        worker.progress().report(worker.nowRunning().running(), done, total);
    }

    /** The worker stands still for that time. */
    private void pass(Duration time) {
        worker.sighting.seenSinceNanos -= time.toNanos();
        worker.sighting.reportedNanos -= time.toNanos();
    }

    @Test
    void anItemThatNeverReportsStallsFromItsStart() {
        pass(LIMIT.minusSeconds(1));
        look();
        assertThat(worker.life.stopCause()).isNull();

        pass(Duration.ofSeconds(1));
        look();

        assertThat(worker.life.stopCause()).isEqualTo(StopCause.STALL);
        assertThat(worker.life.stopReason())
                .startsWith("made no progress for")
                .endsWith(", and has never reported any");
    }

    @Test
    void anItemThatReportsMayRunForLong() {
        for (int i = 1; i <= 10; i++) {
            report(i, 100);
            look();
            pass(LIMIT.minusSeconds(1));
            look();
        }

        assertThat(worker.life.stopCause()).isNull();
    }

    @Test
    void anItemThatStopsReportingHasThePlaceWhereItStopped() {
        report(30, 100);
        look();
        pass(LIMIT);
        look();

        assertThat(worker.life.stopCause()).isEqualTo(StopCause.STALL);
        assertThat(worker.life.stopReason()).endsWith(", at 30 of 100");
    }

    @Test
    void aReportOfTheItemBeforeDoesNotCount() {
        report(30, 100);
        look();
        worker.nowRunning().start(worker.held.first().nextOrdinal() + 1);
        look();
        pass(LIMIT);
        look();

        assertThat(worker.life.stopReason()).endsWith(", and has never reported any");
    }

    @Test
    void aTotalThatIsNotKnownIsNotShown() {
        report(30, 0);
        look();
        pass(LIMIT);
        look();

        assertThat(worker.life.stopReason()).endsWith(", at 30");
    }
}
