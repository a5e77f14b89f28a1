package dev.procpool.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunQueueDelayTest {

    @Test
    void whoSharesAProcessorWithManyWaitsForIt() throws Exception {
        Path counts = Path.of("/proc/thread-self/schedstat");
        assumeTrue(Files.isReadable(counts) && !Files.readString(counts).startsWith("0 0 "), "Linux counts it");
        RunQueueDelay queue = new RunQueueDelay(counts);
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> others = new ArrayList<>();
        for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
            Thread other = new Thread(() -> {
                while (!over.get()) {
                    Thread.onSpinWait();
                }
            });
            other.start();
            others.add(other);
        }
        long start = System.nanoTime();
        queue.begin();
        long waited = 0;
        while (waited < TimeUnit.MILLISECONDS.toNanos(20) && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60)) {
            waited += queue.waitedNanos();
        }
        long took = System.nanoTime() - start;
        over.set(true);
        for (Thread other : others) {
            other.join();
        }
        assertThat(waited).isBetween(TimeUnit.MILLISECONDS.toNanos(20), took);
    }

    @Test
    void theSecondNumberCountsFromTheBeginning(@TempDir Path directory) throws Exception {
        Path source = Files.writeString(directory.resolve("schedstat"), "5000000 300 7\n");
        RunQueueDelay queue = new RunQueueDelay(source);
        assertThat(queue.waitedNanos()).as("before it counts").isZero();
        queue.begin();
        assertThat(queue.waitedNanos()).isZero();
        Files.writeString(source, "5000001 12345678901 8\n");
        assertThat(queue.waitedNanos()).isEqualTo(12_345_678_601L);
        assertThat(queue.waitedNanos()).isZero();
        Files.writeString(source, "5000001 1 8\n");
        assertThat(queue.waitedNanos()).as("it never waited less than nothing").isZero();
    }

    @Test
    void withoutAFileTheTimeIsZero() {
        RunQueueDelay none = new RunQueueDelay(); // no supervisor has told this JVM about one

        none.begin();

        assertThat(none.waitedNanos()).isZero();
    }

    @Test
    void whereNothingIsToldNothingIsKnown(@TempDir Path directory) throws Exception {
        RunQueueDelay none = new RunQueueDelay(directory.resolve("none"));
        none.begin();
        assertThat(none.waitedNanos()).isZero();

        Path source = Files.writeString(directory.resolve("schedstat"), "1 2 3\n");
        RunQueueDelay queue = new RunQueueDelay(source);
        queue.begin();
        Files.writeString(source, "what\n");
        assertThat(queue.waitedNanos()).isZero();
        Files.writeString(source, "1 2000 3\n");
        assertThat(queue.waitedNanos()).as("not asked again").isZero();
    }
}
