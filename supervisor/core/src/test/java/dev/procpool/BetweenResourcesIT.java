package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Objects between processes and what they take of the system: descriptors, mappings. */
@ExtendWith(Leftovers.class)
class BetweenResourcesIT {

    private static final int TIMES = 10_000;

    /** Some descriptors and mappings come and go with the JVM's own files and memory. */
    private static final int MARGIN = 30;

    private interface Use {
        void run() throws Exception;
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void tenThousandObjectsOfEachKindLeaveNoDescriptorAndNoMapping() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/maps")), "needs the list of mappings of Linux");
        try (ProcessEvent first = ProcessEvent.create()) {
            for (Use use : List.<Use>of(
                    BetweenResourcesIT::useALock,
                    BetweenResourcesIT::useASemaphore,
                    BetweenResourcesIT::useAnArray,
                    BetweenResourcesIT::useAQueue,
                    BetweenResourcesIT::useAPipe)) {
                use.run();
                long descriptors = descriptors();
                long mappings = mappings();
                for (int i = 0; i < TIMES; i++) {
                    use.run();
                }
                assertThat(descriptors()).isLessThan(descriptors + MARGIN);
                Await.orFail(() -> {
                    System.gc();
                    return mappings() < mappings + MARGIN;
                });
            }
            assertThat(first.isSet()).isFalse();
        }
    }

    private static void useALock() throws Exception {
        try (ProcessLock lock = ProcessLock.create();
                ProcessLock.Hold hold = lock.acquire()) {
            assertThat(hold.wasAbandoned()).isFalse();
        }
    }

    private static void useASemaphore() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.bounded(2)) {
            semaphore.acquire();
            semaphore.release();
        }
    }

    private static void useAnArray() {
        try (SharedArray.OfLong array = SharedArray.ofLongs(10)) {
            assertThat(array.addAndGet(3, 4)).isEqualTo(4);
        }
    }

    private static void useAQueue() throws Exception {
        try (ProcessQueue<Integer> queue =
                ProcessQueue.<Integer>builder().maxBytes(1 << 16).create()) {
            queue.put(1);
            assertThat(queue.poll(Duration.ZERO)).hasValue(1);
        }
    }

    private static void useAPipe() throws Exception {
        ProcessPipe<Void, Integer> pipe = ProcessPipe.oneWay();
        try (Connection<Void, Integer> receiver = pipe.first();
                Connection<Integer, Void> sender = pipe.second()) {
            sender.send(1);
            assertThat(receiver.receive()).isEqualTo(1);
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private static long mappings() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
