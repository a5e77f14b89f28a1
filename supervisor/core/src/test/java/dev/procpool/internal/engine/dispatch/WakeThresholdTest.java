package dev.procpool.internal.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.Pool;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.engine.FakeWorkers;
import dev.procpool.internal.engine.Worker;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WakeThresholdTest {

    private static final long MICRO = TimeUnit.MICROSECONDS.toNanos(1);
    private static final int ITEMS = 10_000;

    @TempDir
    Path directory;

    private FakeWorkers workers;
    private Worker worker;
    private EncodedFunction function;

    @BeforeEach
    void start() throws Exception {
        workers = new FakeWorkers(Pool.builder().processes(1).build(), directory);
        worker = workers.get(1);
        function = workers.function();
    }

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void theFirstResultOfAFunctionWakesTheReader() {
        workers.submitStream(function, ITEMS);

        assertThat(workers.resultsUntilWaking(worker)).isEqualTo(1);
    }

    @Test
    void quickResultsOfAStreamWakeTheReaderOnceInAMillisecond() {
        workers.teach(function, 10 * MICRO);
        workers.submitStream(function, ITEMS);

        assertThat(workers.resultsUntilWaking(worker)).isBetween(50L, 100L);
    }

    @Test
    void itemsOfAMillisecondWakeTheReaderOneByOne() {
        workers.teach(function, 1_000 * MICRO);
        workers.submitStream(function, ITEMS);

        assertThat(workers.resultsUntilWaking(worker)).isEqualTo(1);
    }

    @Test
    void theLastResultOfAWorkerWakesTheReader() {
        workers.teach(function, MICRO);
        workers.submitStream(function, 3);

        assertThat(workers.resultsUntilWaking(worker)).isEqualTo(3);
    }

    @Test
    void aSingleQuickItemWakesTheReader() {
        workers.teach(function, MICRO);
        workers.submitStream(function, 1);

        assertThat(workers.resultsUntilWaking(worker)).isEqualTo(1);
    }
}
