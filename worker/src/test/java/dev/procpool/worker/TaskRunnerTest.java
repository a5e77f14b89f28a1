package dev.procpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.message.Command.Commit;
import dev.procpool.protocol.message.Command.RunChunk;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.Frame;
import dev.procpool.protocol.message.FrameReader;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.Slice;
import dev.procpool.task.TaskFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks of quick items in which one is unlike the others, wherever that is. */
class TaskRunnerTest {

    private static final int ITEMS = 60;
    private static final int MAX_BYTES = 1 << 20;
    private static final long FUNCTION = 5;
    private static final int LARGE = 10_000;

    /** What functions that are decoded in this JVM meet. */
    private static TaskRunnerTest current;

    private static int odd;
    private static TaskFunction<Integer, Object> waits;

    private final Codecs codecs = new Codecs(TaskRunnerTest.class.getClassLoader(), MAX_BYTES);
    private final NowRunning nowRunning = SharedWords.unshared().nowRunning();
    private final FrameReader reader = new FrameReader("the worker");
    private final List<Object> results = new ArrayList<>();
    private final List<Integer> started = new ArrayList<>();
    private final TaskRunner runner = new TaskRunner(
            codecs,
            new RunningItem(Thread.currentThread(), nowRunning),
            new EventWriter((frame, ordinal) -> arrived(frame)),
            MAX_BYTES);
    private long nextOrdinal = 1;
    private int frames;
    private long queuedNanos;
    private final List<Long> queued = new ArrayList<>();

    /** What the odd one does. */
    enum Oddity {
        THROWS,
        RETURNS_A_STRING,
        RETURNS_NULL,
        RETURNS_A_LONG,
        RETURNS_A_LARGE_ARRAY,
        RETURNS_WHAT_CANNOT_BE_ENCODED
    }

    TaskRunnerTest() {
        current = this;
    }

    private static Object unlike(Oddity oddity, int item) {
        return switch (oddity) {
            case THROWS -> throw new IllegalStateException("item " + item);
            case RETURNS_A_STRING -> "item " + item;
            case RETURNS_NULL -> null;
            case RETURNS_A_LONG -> (long) item;
            case RETURNS_A_LARGE_ARRAY -> new byte[LARGE];
            case RETURNS_WHAT_CANNOT_BE_ENCODED -> new Thread();
        };
    }

    private void arrived(List<Slice> pieces) {
        frames++;
        PayloadBuffer whole = new PayloadBuffer(64);
        pieces.forEach(piece -> whole.put(piece.array(), piece.offset(), piece.length()));
        reader.begin(Frame.of(Slice.of(whole.toByteArray())));
        while (reader.hasNext()) {
            add((ItemsDone) reader.nextEvent());
        }
    }

    private void add(ItemsDone done) {
        queuedNanos += done.queuedNanos();
        if (done.queuedNanos() > 0) {
            queued.add(done.queuedNanos());
        }
        assertThat(done.firstOrdinal()).as("the next one").isEqualTo(results.size() + 1);
        PayloadReader bytes = done.results().reader();
        for (int i = 0; i < done.count(); i++) {
            switch (done.layout()) {
                case SIZED -> results.add(value(ItemResult.read(bytes)));
                case BYTES -> results.add(done.results().length());
                default -> {
                    results.add(done.layout().get(bytes.array(), bytes.position()));
                    bytes.skip(done.layout().bytes());
                }
            }
        }
    }

    private Object value(ItemResult result) {
        if (result.status() != ItemResult.Status.VALUE) {
            return result.status();
        }
        PayloadCodec codec = codecs.take();
        try {
            Slice payload = result.payload();
            return codec.decode(payload.array(), payload.offset(), payload.length());
        } finally {
            codecs.release(codec);
        }
    }

    private void define(TaskFunction<Integer, Object> function) {
        runner.define(FUNCTION, codecs.encode(function));
    }

    private void run(Commit commit) {
        runner.run(chunk(commit));
    }

    private TaskRunner runner(long heldUpNanos, RunQueueDelay processor) {
        return new TaskRunner(
                codecs,
                new RunningItem(Thread.currentThread(), nowRunning),
                new EventWriter((frame, ordinal) -> arrived(frame)),
                MAX_BYTES,
                heldUpNanos,
                processor);
    }

    private RunChunk chunk(Commit commit) {
        return chunk(commit, FUNCTION);
    }

    private RunChunk chunk(Commit commit, long functionId) {
        PayloadBuffer items = new PayloadBuffer(ITEMS * Integer.BYTES);
        for (int i = 0; i < ITEMS; i++) {
            ItemLayout.INTS.put(i, items);
        }
        long first = nextOrdinal;
        nextOrdinal += ITEMS;
        return new RunChunk(first, functionId, ITEMS, commit, ItemLayout.INTS, Slice.of(items.toByteArray()));
    }

    private void runWithOneThat(Oddity oddity, Commit commit) {
        List<Object> expected = new ArrayList<>();
        for (int at = 0; at < ITEMS; at++) {
            odd = at;
            run(commit);
            for (int i = 0; i < ITEMS; i++) {
                expected.add(i == at ? result(oddity, i) : Integer.valueOf(i + 1));
            }
            assertThat(results).as("item %s %s", at, oddity).hasSize(expected.size());
            assertThat(nowRunning.running()).isEqualTo(NowRunning.NONE);
        }
        assertThat(results).isEqualTo(expected);
    }

    private static Object result(Oddity oddity, int item) {
        return switch (oddity) {
            case THROWS -> ItemResult.Status.FAILED;
            case RETURNS_A_LARGE_ARRAY -> LARGE;
            case RETURNS_WHAT_CANNOT_BE_ENCODED -> ItemResult.Status.RESULT_UNENCODABLE;
            default -> unlike(oddity, item);
        };
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsUnlikeTheOthersKeepsItsPlace(Oddity oddity) {
        define(x -> x == odd ? unlike(oddity, x) : (Object) (x + 1));
        runWithOneThat(oddity, Commit.BATCHED);
    }

    @ParameterizedTest
    @EnumSource
    void soItDoesWhereEachIsCommitted(Oddity oddity) {
        define(x -> x == odd ? unlike(oddity, x) : (Object) (x + 1));
        runWithOneThat(oddity, Commit.PER_ITEM);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 15, 16, 17, 30, 31, 32, 33, 58})
    void whatIsRecalledDoesNotRunAndNothingBeforeItIsLost(int last) {
        odd = last;
        define(x -> current.recallAfter(x));
        run(Commit.BATCHED);

        assertThat(started).hasSize(last + 1).endsWith(last);
        assertThat(results).hasSize(last + 1).endsWith(last);
        assertThat(nowRunning.running()).isEqualTo(NowRunning.NONE);
    }

    private Object recallAfter(int item) {
        started.add(item);
        if (item == odd) {
            nowRunning.hold();
            nowRunning.recall(nowRunning.lastStarted() + 1, ITEMS + 1);
            nowRunning.release();
        }
        return item;
    }

    @Test
    void whatIsSentWhileAnItemRunsIsSentOnceAndInOrder() {
        TaskRunner sendingAlways = runner(1, new RunQueueDelay());
        TaskFunction<Integer, Object> addOne = x -> x + 1;
        sendingAlways.define(FUNCTION, codecs.encode(addOne));
        for (int i = 0; i < 20_000; i++) {
            sendingAlways.run(chunk(Commit.BATCHED));
        }
        assertThat(frames).as("some were sent early").isGreaterThan(20_000);
        assertThat(results).hasSize(20_000 * ITEMS);
        for (int i = 0; i < results.size(); i++) {
            if (!results.get(i).equals(i % ITEMS + 1)) {
                assertThat(results.get(i)).as("item %s", i).isEqualTo(i % ITEMS + 1);
            }
        }
    }

    @Test
    void whatASlowOneWaitedForAProcessorIsSaidOnceThereWereSome(@TempDir Path directory) throws Exception {
        Path counts = Files.writeString(directory.resolve("schedstat"), "1 1000 1\n");
        TaskRunner counting = runner(TimeUnit.SECONDS.toNanos(100), new RunQueueDelay(counts));
        String path = counts.toString();
        TaskFunction<Integer, Object> slowOnce = x -> {
            if (x == ITEMS - 1) {
                Thread.sleep(20);
                Files.writeString(Path.of(path), "1 7001000 1\n");
            }
            return x;
        };
        counting.define(FUNCTION, codecs.encode(slowOnce));
        counting.run(chunk(Commit.BATCHED));
        counting.run(chunk(Commit.BATCHED));
        assertThat(queuedNanos).as("not asked for the first hundred").isZero();
        Files.writeString(counts, "1 1000 1\n");

        counting.run(chunk(Commit.BATCHED));
        assertThat(queuedNanos).isEqualTo(7_000_000);
        counting.run(chunk(Commit.BATCHED));
        assertThat(queuedNanos).as("once").isEqualTo(7_000_000);
        Files.writeString(counts, "1 3000 1\n");
        counting.hasWaited();
        counting.run(chunk(Commit.BATCHED));
        assertThat(queuedNanos)
                .as("and what came before the items is not theirs")
                .isEqualTo(7_000_000 + 6_998_000);
    }

    /** As to ask takes longer than it is worth: such an item is slow, however long it waited. */
    @Test
    void whereAllAreSlowFewAreAskedAbout(@TempDir Path directory) throws Exception {
        Path counts = Files.writeString(directory.resolve("schedstat"), "1 0 1\n");
        TaskRunner counting = runner(TimeUnit.SECONDS.toNanos(100), new RunQueueDelay(counts));
        AtomicLong waited = new AtomicLong();
        waits = nanos -> {
            Thread.sleep(1);
            Files.writeString(counts, "1 " + waited.addAndGet(nanos) + " 1\n");
            return null;
        };
        TaskFunction<Integer, Object> slowFromOdd = x -> x < odd ? x : waits.apply(1_000 + x);
        counting.define(FUNCTION, codecs.encode(slowFromOdd));
        counting.define(FUNCTION + 1, codecs.encode(slowFromOdd));
        odd = 0;
        counting.run(chunk(Commit.BATCHED));
        counting.run(chunk(Commit.BATCHED));
        assertThat(queuedNanos).as("not asked for the first hundred").isZero();
        for (int i = 0; i < 4; i++) {
            counting.run(chunk(Commit.BATCHED));
            waits.apply(1_000_000);
            counting.hasWaited();
        }
        // The 128th item that was slow in a row, the 192nd, and so on until the 360th; each says what it waited itself.
        assertThat(queued).hasSize(4).allSatisfy(nanos -> assertThat(nanos).isBetween(1_000L, 1_000L + ITEMS));

        waits.apply(1_000_000);
        odd = ITEMS - 1;
        queued.clear();
        counting.run(chunk(Commit.BATCHED));
        assertThat(queued).as("the one after quick ones is asked about").endsWith(1_000L + ITEMS - 1);

        odd = 0;
        counting.run(chunk(Commit.BATCHED));
        queued.clear();
        counting.run(chunk(Commit.BATCHED, FUNCTION + 1));
        assertThat(queued)
                .as("of another function, of which nothing is known")
                .hasSize(16)
                .startsWith(1_000L, 1_001L, 1_002L);
    }

    @Test
    void quickOnesThatASlowOneFollowsSayHowLongTheyTook() throws Exception {
        odd = 40;
        define(x -> {
            if (x == odd) {
                Thread.sleep(50);
            }
            return x;
        });
        run(Commit.BATCHED);
        assertThat(results).hasSize(ITEMS);
        assertThat(runner.ranSlowItems()).as("50 ms for 60 items").isTrue();
        odd = -1;
        run(Commit.BATCHED);
        assertThat(results).hasSize(2 * ITEMS);
        assertThat(runner.ranSlowItems()).isFalse();
    }
}
