package dev.procpool.internal.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.Pool;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.engine.FakeWorkers;
import dev.procpool.internal.engine.Worker;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams with many bytes of results that no thread has taken. */
class FullStreamTest {

    private static final long QUICK_NANOS = 1_000;
    private static final int LARGE = 9 << 20;
    private static final int ITEMS = 10_000;

    @TempDir
    Path directory;

    private FakeWorkers workers;
    private EncodedFunction function;

    @BeforeEach
    void start() throws Exception {
        workers = new FakeWorkers(Pool.builder().processes(2).build(), directory);
        function = workers.function();
        workers.teach(function, QUICK_NANOS);
    }

    @AfterEach
    void close() {
        workers.close();
    }

    private int held() {
        return workers.all().stream().mapToInt(FakeWorkers::held).sum();
    }

    /** A stream of quick items, the first result of which is large: the others are quick no more. */
    private Call fullStream() {
        Call stream = workers.submitStream(function, ITEMS);
        Worker worker = workers.get(1);
        assertThat(held()).isGreaterThan(100);
        FakeWorkers.start(worker);
        workers.finishFirstWith(worker, QUICK_NANOS, LARGE);
        return stream;
    }

    @Test
    void itemsThatWouldMakeManyBytesAreTakenBack() {
        Call stream = fullStream();

        assertThat(stream.isFull()).isTrue();
        assertThat(held()).isZero();
        assertThat(workers.pending()).isEqualTo(ITEMS - 1);
    }

    @Test
    void noMoreItemsAreSentUntilTheConsumerHasTakenResults() {
        Call stream = fullStream();
        workers.assign();
        assertThat(held()).isZero();

        stream.take();
        assertThat(stream.takesMore()).isTrue();
        workers.assign();

        assertThat(held()).isGreaterThan(100);
    }

    @Test
    void otherCallsOfTheSameClientPass() {
        fullStream();

        Call other = workers.submit(function, 5);

        assertThat(held()).isEqualTo(5);
        assertThat(workers.all()).anyMatch(worker -> FakeWorkers.holds(worker, other));
    }

    @Test
    void itemsWithSmallResultsStayWithTheirWorkers() {
        Call stream = workers.submitStream(function, ITEMS);
        int before = held();
        FakeWorkers.start(workers.get(1));

        workers.finishFirstWith(workers.get(1), QUICK_NANOS, 1_000);

        assertThat(stream.isFull()).isFalse();
        assertThat(held()).isEqualTo(before - 1);
    }
}
