package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads that go through mapped regions. */
@ExtendWith(Leftovers.class)
class LargePayloadIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final TaskFunction<byte[], byte[]> ECHO = bytes -> bytes;

    private static Pool pool;

    @BeforeAll
    static void open() throws InterruptedException {
        pool = Pool.open(2);
        assertThat(pool.awaitReady(LONG)).isTrue();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

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

    @Tag("jdk")
    @Test
    void payloadsOfAllSizesComeBackAsTheyWere() throws Exception {
        int[] sizes = {0, 1, 4 * KIB, 8 * KIB, 16 * KIB, 100 * KIB, MIB, 8 * MIB, 16 * MIB, 33 * MIB, 64 * MIB - 10};
        for (int size : sizes) {
            for (int more = -60; more <= 0; more += size > MIB ? 60 : 3) {
                byte[] sent = random(size, Math.max(0, size + more));
                assertThat(Arrays.equals(pool.apply(ECHO, sent), sent))
                        .as("%d bytes", sent.length)
                        .isTrue();
            }
        }
    }

    @Test
    void whatIsChangedAfterACallThatDoesNotWaitArrivesAsItWas() throws Exception {
        try (Pool pool = Pool.open(1)) {
            TaskFuture<String> hold = pool.applyAsync(() -> {
                Thread.sleep(300);
                return "held";
            });
            byte[] sent = random(1, 100 * KIB);
            TaskFuture<byte[]> one = pool.applyAsync(ECHO, sent);
            TaskFuture<List<byte[]>> many = pool.mapAsync(ECHO, List.of(sent, sent));
            Arrays.fill(sent, (byte) 7);

            assertThat(hold.get()).isEqualTo("held");
            assertThat(one.get()).isEqualTo(random(1, 100 * KIB));
            assertThat(many.get()).allMatch(got -> Arrays.equals(got, random(1, 100 * KIB)));
        }
    }

    private static byte[] kept;

    @Test
    void theArrayThatATaskGetsIsItsOwn() throws Exception {
        TaskFunction<byte[], Integer> keep = bytes -> {
            int before = kept == null ? 0 : Arrays.hashCode(kept);
            kept = bytes;
            bytes[0]++; // the array belongs to the task
            return before;
        };
        try (Pool pool = Pool.open(1)) {
            for (int size : new int[] {100 * KIB, 100 * KIB, MIB, 9 * KIB, 100 * KIB}) {
                byte[] sent = random(size, size);
                pool.apply(keep, sent);
                assertThat(sent).as("the caller's").isEqualTo(random(size, size));
                sent[0]++;
                assertThat(pool.apply(keep, new byte[size])).isEqualTo(Arrays.hashCode(sent));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void arraysAmongOtherItemsAndResultsKeepTheirPlaces(boolean perItem) throws Exception {
        List<Object> sent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            sent.add(
                    switch (i % 7) {
                        case 0, 1 -> i;
                        case 2 -> "item " + i;
                        case 3 -> random(i, 8 * KIB + i - 150);
                        case 4 -> random(i, 70 * KIB);
                        case 5 -> new double[] {i};
                        default -> random(i, i % 2 == 0 ? 300 * KIB : 10);
                    });
        }
        TaskFunction<Object, Object> same = x -> x;
        TaskFunction<Integer, Object> made = i -> sentLike(i);
        TaskOptions.Builder twenty = TaskOptions.builder().chunkSize(20);
        TaskOptions options = (perItem ? twenty.commitPerItem() : twenty).build();
        assertSame(pool.with(options).map(same, sent), sent);
        try (Results<Object> results = pool.with(options).imap(same, sent)) {
            List<Object> got = new ArrayList<>();
            results.forEach(got::add);
            assertSame(got, sent);
        }
        List<Integer> numbers = IntStream.range(0, 300).boxed().toList();
        assertSame(
                pool.with(options).map(made, numbers),
                numbers.stream().map(LargePayloadIT::sentLike).toList());
    }

    private static void assertSame(List<?> got, List<?> expected) {
        assertThat(got.size()).isEqualTo(expected.size());
        for (int i = 0; i < got.size(); i++) {
            assertThat(Objects.deepEquals(got.get(i), expected.get(i)))
                    .as("item %d", i)
                    .isTrue();
        }
    }

    private static Object sentLike(int i) {
        return i % 3 == 0 ? random(i, 10 * KIB + i) : i % 3 == 1 ? (Object) i : List.of(i);
    }

    @Test
    void anArrayIsSentAgainToTheWorkerThatReplacesOneThatDied(@TempDir Path directory) throws Exception {
        String marker = directory.resolve("died").toString();
        TaskFunction<byte[], byte[]> diesOnce = bytes -> {
            if (Files.notExists(Path.of(marker))) {
                Files.createFile(Path.of(marker));
                Runtime.getRuntime().halt(3);
            }
            return bytes;
        };
        try (Pool pool = Pool.open(1)) {
            byte[] sent = random(3, 200 * KIB);
            TaskOptions options = TaskOptions.builder().retries(1).build();
            assertThat(pool.with(options).apply(diesOnce, sent)).isEqualTo(sent);
        }
        assertThat(Path.of(marker)).exists();
    }

    @Test
    void anArrayBeyondTheLimitIsRefusedOnEitherSide() throws Exception {
        try (Pool pool = Pool.builder().processes(1).maxPayload(MIB).open()) {
            assertThat(pool.apply(ECHO, new byte[MIB - 1])).hasSize(MIB - 1);
            assertThatThrownBy(() -> pool.apply(ECHO, new byte[MIB])).isInstanceOf(PayloadTooLargeException.class);
            TaskFunction<Integer, byte[]> make = byte[]::new;
            assertThat(pool.apply(make, MIB - 1)).hasSize(MIB - 1);
            assertThatThrownBy(() -> pool.apply(make, MIB)).isInstanceOf(PayloadTooLargeException.class);
            assertThat(pool.apply(make, 10)).hasSize(10);
        }
    }

    @Test
    void manyAtOnceComeBackInOrder() throws Exception {
        List<byte[]> sent = IntStream.range(0, 200)
                .mapToObj(i -> random(i, (i * 7919) % (2 * MIB)))
                .toList();
        List<byte[]> got = pool.map(ECHO, sent);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(Arrays.equals(got.get(i), sent.get(i))).as("item %d", i).isTrue();
        }
    }

    @Tag("jdk")
    @Test
    void regionsAreMadeForLargePayloadsOnlyTakeTheRoomOfFewAndGoWithTheirPool(@TempDir Path directory)
            throws Exception {
        try (Pool pool = Pool.builder().processes(1).runDirectory(directory).open()) {
            pool.map(ECHO, List.of(new byte[100], new byte[KIB]));
            assertThat(regions(directory)).isEmpty();
            long before = allocated(directory);
            int calls = Integer.getInteger("procpool.regions", 500);
            for (int i = 0; i < calls; i++) {
                assertThat(pool.apply(ECHO, new byte[MIB - i])).hasSize(MIB - i);
            }
            assertThat(regions(directory)).hasSize(2);
            assertThat(allocated(directory) - before).isLessThan(4 * MIB);
        }
        assertThat(regions(directory)).isEmpty();
    }
}
