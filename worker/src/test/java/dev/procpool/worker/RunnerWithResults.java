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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A runner that is given chunks of the numbers 0 to 59, or of texts, and the results that it sent, decoded. */
final class RunnerWithResults {

    static final int ITEMS = 60;

    /** The id of the function of {@link #define(TaskFunction)}. */
    static final long FUNCTION = 5;

    private static final int MAX_BYTES = 1 << 20;
    private static final long HELD_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    final NowRunning nowRunning = SharedWords.unshared().nowRunning();

    /**
     * The value of each item in order; the status of an item that failed, the length of an array that was sent alone.
     */
    final List<Object> results = new ArrayList<>();

    /** All events, without their results. */
    final List<ItemsDone> events = new ArrayList<>();

    /** The waiting times of all events that have one. */
    final List<Long> queuedNanos = new ArrayList<>();

    int frames;

    private final Codecs codecs = new Codecs(RunnerWithResults.class.getClassLoader(), MAX_BYTES);
    private final FrameReader reader = new FrameReader("the worker");
    private final TaskRunner runner;
    private long nextOrdinal = 1;

    RunnerWithResults() {
        this(HELD_UP_NANOS, new RunQueueDelay());
    }

    RunnerWithResults(long heldUpNanos, RunQueueDelay delay) {
        this.runner = new TaskRunner(
                codecs,
                new RunningItem(Thread.currentThread(), nowRunning),
                new EventWriter((frame, ordinal) -> arrived(frame)),
                MAX_BYTES,
                heldUpNanos,
                delay);
    }

    void define(TaskFunction<Integer, Object> function) {
        define(FUNCTION, function);
    }

    void define(long functionId, TaskFunction<Integer, Object> function) {
        runner.define(functionId, codecs.encode(function));
    }

    void defineOfTexts(TaskFunction<String, Object> function) {
        runner.define(FUNCTION, codecs.encode(function));
    }

    void defineAny(TaskFunction<?, Object> function) {
        runner.define(FUNCTION, codecs.encode(function));
    }

    void run() {
        run(Commit.BATCHED, FUNCTION);
    }

    void run(Commit commit, long functionId) {
        PayloadBuffer items = new PayloadBuffer(ITEMS * Integer.BYTES);
        for (int i = 0; i < ITEMS; i++) {
            ItemLayout.INTS.put(i, items);
        }
        run(commit, functionId, ItemLayout.INTS, items);
    }

    /** Runs the same numbers, each encoded and with its length. */
    void runSized(Commit commit) {
        PayloadBuffer items = new PayloadBuffer(ITEMS * Long.BYTES);
        for (int i = 0; i < ITEMS; i++) {
            byte[] encoded = codecs.encode(i);
            items.putVarInt(encoded.length);
            items.put(encoded, 0, encoded.length);
        }
        run(commit, FUNCTION, ItemLayout.SIZED, items);
    }

    /** Runs the texts "0" to "59". */
    void runTexts(Commit commit) {
        PayloadBuffer items = new PayloadBuffer(ITEMS * Integer.BYTES);
        for (int i = 0; i < ITEMS; i++) {
            ItemLayout.TEXTS.put(Integer.toString(i), items);
        }
        runTexts(commit, items);
    }

    void runTexts(Commit commit, PayloadBuffer items) {
        run(commit, FUNCTION, ItemLayout.TEXTS, items);
    }

    private void run(Commit commit, long functionId, ItemLayout layout, PayloadBuffer items) {
        run(commit, functionId, layout, null, items);
    }

    /** Runs items among records, whose class is described. */
    void runRecords(Commit commit, byte[] form, PayloadBuffer items) {
        run(commit, FUNCTION, ItemLayout.RECORDS, form, items);
    }

    private void run(Commit commit, long functionId, ItemLayout layout, byte[] form, PayloadBuffer items) {
        long first = nextOrdinal;
        nextOrdinal += ITEMS;
        runner.run(new RunChunk(first, functionId, ITEMS, commit, layout, form, Slice.of(items.toByteArray())));
    }

    /** The worker was idle until now. */
    void hasWaited() {
        runner.hasWaited();
    }

    boolean ranSlowItems() {
        return runner.ranSlowItems();
    }

    long allQueuedNanos() {
        return queuedNanos.stream().mapToLong(Long::longValue).sum();
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
        events.add(new ItemsDone(
                done.firstOrdinal(),
                done.count(),
                done.startedNanos(),
                done.runNanos(),
                done.queuedNanos(),
                done.layout(),
                Slice.of(new byte[0])));
        if (done.queuedNanos() > 0) {
            queuedNanos.add(done.queuedNanos());
        }
        assertThat(done.firstOrdinal()).as("the next one").isEqualTo(results.size() + 1);
        PayloadReader bytes = done.results().reader();
        for (int i = 0; i < done.count(); i++) {
            switch (done.layout()) {
                case SIZED -> results.add(value(ItemResult.read(bytes)));
                case BYTES -> results.add(done.results().length());
                case RECORDS -> results.add(next(done.form(), bytes));
                default -> results.add(done.layout().next(bytes));
            }
        }
    }

    private Object next(byte[] form, PayloadReader bytes) {
        int head = ItemLayout.RECORDS.head(bytes);
        int at = bytes.position();
        bytes.skip(ItemLayout.RECORDS.length(head));
        return codecs.recordForms().read(form, bytes.array(), at, head, null);
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

    /** Recalls all items behind the one that is running, as the supervisor does. */
    void recallItemsBehindThisOne() {
        nowRunning.hold();
        nowRunning.recall(nowRunning.lastStarted() + 1, ITEMS + 1);
        nowRunning.release();
    }
}
