package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.TaskFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads that go through mapped regions. */
@ExtendWith(Leftovers.class)
class LargePayloadIT {

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final TaskFunction<byte[], byte[]> ECHO = bytes -> bytes;

    private static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** The bytes that a region and the queue beside it take on the disk. */
    private static long allocated(Path directory) throws IOException, InterruptedException {
        Process du = new ProcessBuilder("du", "-sk", directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD) // a file may go meanwhile
                .start();
        String said = new String(du.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        du.waitFor();
        return Long.parseLong(said.split("\\s")[0]) << 10;
    }

    private static List<Path> regions(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(p -> p.getFileName().toString().equals("large")).toList();
        } catch (UncheckedIOException | IOException e) {
            return e instanceof NoSuchFileException || e.getCause() instanceof NoSuchFileException
                    ? List.of()
                    : failed(e);
        }
    }

    private static List<Path> failed(Exception e) {
        throw new AssertionError(e);
    }

    @Test
    void payloadsOfAllSizesComeBackAsTheyWere() throws Exception {
        int[] sizes = {0, 1, 4 * KIB, 8 * KIB, 16 * KIB, 100 * KIB, MIB, 8 * MIB, 16 * MIB, 33 * MIB, 64 * MIB - 10};
        try (Pool pool = Pool.open(2)) {
            for (int size : sizes) {
                for (int more = -60; more <= 0; more += size > MIB ? 60 : 3) {
                    byte[] sent = random(size, Math.max(0, size + more));
                    assertThat(Arrays.equals(pool.apply(ECHO, sent), sent))
                            .as("%d bytes", sent.length)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void manyAtOnceComeBackInOrder() throws Exception {
        List<byte[]> sent = IntStream.range(0, 200)
                .mapToObj(i -> random(i, (i * 7919) % (2 * MIB)))
                .toList();
        try (Pool pool = Pool.open(2)) {
            List<byte[]> got = pool.map(ECHO, sent);
            for (int i = 0; i < sent.size(); i++) {
                assertThat(Arrays.equals(got.get(i), sent.get(i)))
                        .as("item %d", i)
                        .isTrue();
            }
        }
    }

    /** The first four bytes of an item are its number, and its seed. */
    private static byte[] numbered(int number) {
        byte[] bytes = random(number, 4 + new Random(number).nextInt(number % 5 == 0 ? 5 * MIB : 200 * KIB));
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) (number >>> 8 * i);
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    @Timeout(120)
    void workersThatAreKilledAtAnyPointLoseNoItemAndNoByte(int chunkSize) throws Exception {
        int count = 400;
        AtomicBoolean over = new AtomicBoolean();
        int deaths = 0;
        BitSet seen = new BitSet();
        try (Pool pool = Pool.builder()
                .processes(2)
                .restartPolicy(RestartPolicy.unlimited())
                .output(WorkerOutput.discarding())
                .open()) {
            Thread killer = new Thread(() -> killAtRandom(pool, over));
            killer.start();
            try (Results<Outcome<byte[]>> outcomes = pool.with(TaskOptions.builder()
                            .chunkSize(chunkSize)
                            .buffer(50)
                            .build())
                    .outcomes(ECHO, () -> IntStream.range(0, count)
                            .mapToObj(LargePayloadIT::numbered)
                            .iterator())) {
                for (Outcome<byte[]> outcome : outcomes) {
                    int number = (int) outcome.index();
                    assertThat(seen.get(number))
                            .as("a second outcome of %d", number)
                            .isFalse();
                    seen.set(number);
                    if (outcome.isSuccess()) {
                        assertThat(Arrays.equals(outcome.value(), numbered(number)))
                                .as("item %d", number)
                                .isTrue();
                    } else {
                        assertThat(outcome.failure()).isInstanceOf(WorkerDiedException.class);
                        deaths++;
                    }
                }
            } finally {
                over.set(true);
                killer.join();
            }
            assertThat(pool.stats().deaths()).as("of workers").isGreaterThan(3);
        }
        assertThat(seen.cardinality()).isEqualTo(count);
        assertThat(deaths).as("items that died").isLessThan(count / 4);
    }

    private static void killAtRandom(Pool pool, AtomicBoolean over) {
        Random random = new Random();
        Map<Long, Integer> diesAfter = new HashMap<>();
        while (!over.get()) {
            for (WorkerInfo worker : pool.workers()) {
                int items = diesAfter.computeIfAbsent(worker.pid(), pid -> 1 + random.nextInt(60));
                if (worker.itemsDone() >= items) {
                    LockSupport.parkNanos(random.nextInt(2_000_000)); // anywhere in an item
                    ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly);
                    diesAfter.put(worker.pid(), Integer.MAX_VALUE);
                }
            }
            Thread.yield();
        }
    }

    @Test
    void regionsAreMadeForLargePayloadsOnlyTakeTheRoomOfFewAndGoWithTheirPool(@TempDir Path directory)
            throws Exception {
        try (Pool pool = Pool.builder().processes(1).runDirectory(directory).open()) {
            pool.map(ECHO, List.of(new byte[100], new byte[KIB]));
            assertThat(regions(directory)).isEmpty();
            long before = allocated(directory);
            for (int i = 0; i < 2000; i++) {
                assertThat(pool.apply(ECHO, new byte[MIB - i])).hasSize(MIB - i);
            }
            assertThat(regions(directory)).hasSize(2);
            assertThat(allocated(directory) - before).isLessThan(4 * MIB);
        }
        assertThat(regions(directory)).isEmpty();
    }
}
