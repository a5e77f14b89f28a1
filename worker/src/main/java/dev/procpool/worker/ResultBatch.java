package dev.procpool.worker;

import dev.procpool.protocol.channel.NoRoomException;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.RecordForm;
import dev.procpool.protocol.message.Command.RunChunk;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.Slice;
import dev.procpool.protocol.start.ExitCode;

/**
 * The results of a chunk that are not sent yet. Results of quick items wait for each other, so that they share an
 * event: about a millisecond, up to 64 KiB. The result of an item of more than 50 µs is sent at once, with those that
 * wait.
 *
 * <p>Confined to the main thread while no item is open. While one is, the thread of {@link LateCommitter} may commit
 * the results that the item holds up; see {@link RunningItem#during}.
 */
final class ResultBatch {

    /** The results of items that take longer than this do not wait for others. */
    static final long QUICK_NANOS = 50_000;

    /** Stands for the record that was encoded last. */
    static final Object RECORD = new Object();

    /** The first result of a batch waits about this time for others. */
    private static final long SHARED_NANOS = 1_000_000;

    private static final int MAX_BYTES = 64 * 1024;

    private final EventWriter events;
    private final Codecs codecs;
    private final long heldUpNanos;
    private final PayloadBuffer pending = new PayloadBuffer(4096);
    private final ProcessorShare processor;
    private final LateCommitter lateCommitter;
    private long firstOrdinal;
    private int count;
    private int measured;
    private int measuredBytes;
    private int expected;
    private ItemLayout layout = ItemLayout.SIZED;
    private RecordForm form;

    /** The function whose results are of {@link #form}, if they are records. */
    private long functionId;

    /** The record that is added next: its object may change while the next item runs. */
    private final PayloadBuffer record = new PayloadBuffer(256);

    private RecordForm formOfRecord;
    private boolean isMixed;
    private long startNanos;

    /** When the first item began of those whose results wait; 0 if none wait, or it is not known yet. */
    private long firstBeganNanos;

    private long runNanos;
    private long queuedNanos;

    /**
     * @param heldUpNanos how long an item runs before the results that wait are sent without its own
     * @param processor measures the time that the main thread waits for a processor
     */
    ResultBatch(EventWriter events, RunningItem running, Codecs codecs, long heldUpNanos, ProcessorShare processor) {
        this.processor = processor;
        this.heldUpNanos = heldUpNanos;
        this.codecs = codecs;
        this.events = events;
        this.lateCommitter = new LateCommitter(running, heldUpNanos, this::commitHeldUp);
    }

    /** Begins a chunk, whose results follow. */
    void begin(RunChunk chunk, long nowNanos) {
        firstOrdinal = chunk.firstOrdinal();
        count = 0;
        measured = 0;
        expected = chunk.count();
        isMixed = false;
        startNanos = nowNanos;
        firstBeganNanos = 0;
        runNanos = 0;
        queuedNanos = 0;
        processor.begin(chunk);
        if (functionId != chunk.functionId()) {
            functionId = chunk.functionId();
            form = null;
        }
    }

    /** Whether a value may be added packed. */
    boolean packs(Object value) {
        return count > 0
                ? layout.fits(value)
                : !isMixed && codecs.layoutOf(value).isPacked();
    }

    /** The form of a value of a class that the supervisor has: one that it has sent must not be kept here. */
    private RecordForm formOf(Object value) {
        return value == null || value.getClass().getClassLoader() instanceof SpaceLoader ? null : codecs.formOf(value);
    }

    /** Encodes a value as a record, if it may be added as one; {@link #add} of {@link #RECORD} is to follow. */
    boolean encodes(Object value) {
        RecordForm its = form != null && form.fits(value) ? form : formOf(value);
        boolean mayBeNext = count > 0 ? layout == ItemLayout.RECORDS && its == form : !isMixed;
        if (its == null || !mayBeNext) {
            return false;
        }
        record.clear();
        formOfRecord = its;
        return its.write(value, record);
    }

    /**
     * Reserves room for packed values, so that to add them cannot fail: they are added while the next item is running
     * already, and may be sent before they are measured.
     *
     * @param beganNanos when the first of their items begins
     */
    void expect(int values, long beganNanos) {
        noteBegin(beganNanos);
        pending.ensureCapacity(pending.size() + values * ItemLayout.MOST_BYTES);
        lateCommitter.start();
    }

    /** Adds the value of the next item, which can be packed; {@link #measure} is to follow now or some items later. */
    void add(Object value) {
        if (value == RECORD) {
            layout = ItemLayout.RECORDS;
            form = formOfRecord;
            pending.put(record.array(), 0, record.size());
            hasAdded();
            return;
        }
        if (count == 0) {
            layout = codecs.layoutOf(value);
        }
        layout.put(value, pending);
        hasAdded();
    }

    /**
     * Adds the result of the next item, in the format of {@link ItemResult}, and measures as {@link #measure} does. A
     * large result is sent at once, without a copy of it.
     *
     * @return whether results were sent
     */
    boolean add(PayloadBuffer result, long nanos, long nowNanos) {
        if (result.size() > MAX_BYTES) {
            sendNow(ItemLayout.SIZED, new Slice(result.array(), 0, result.size()), nanos, nowNanos);
            return true;
        }
        if (count == 0) {
            layout = ItemLayout.SIZED;
        } else if (layout == ItemLayout.RECORDS) {
            commit(); // to read them would run their constructors
            layout = ItemLayout.SIZED;
        } else if (layout.isPacked()) {
            unpack();
        }
        isMixed = true;
        pending.put(result.array(), 0, result.size());
        hasAdded();
        return measure(nanos, nowNanos);
    }

    /** Sends the results that wait, and then the value of the next item, which is not encoded. */
    void addAlone(byte[] value, long nanos, long nowNanos) {
        sendNow(ItemLayout.BYTES, Slice.of(value), nanos, nowNanos);
    }

    private void sendNow(ItemLayout itsLayout, Slice result, long nanos, long nowNanos) {
        commit();
        firstBeganNanos = nowNanos - nanos;
        isMixed = true;
        expected--;
        runNanos = nanos;
        queuedNanos = processor.queued(nanos);
        write(1, itsLayout, result);
        startNanos = System.nanoTime();
    }

    private void hasAdded() {
        count++;
        expected--;
    }

    /** Encodes the packed values, each with its length, as a value follows that cannot be packed. */
    private void unpack() {
        byte[] packed = pending.toByteArray();
        PayloadReader values = Slice.of(packed).reader();
        PayloadCodec codec = codecs.take();
        pending.clear();
        try {
            while (values.remaining() > 0) {
                ItemResult.begin(pending, ItemResult.Status.VALUE, runNanos / count);
                codec.encode(layout.next(values), pending);
            }
        } finally {
            codecs.release(codec);
        }
        layout = ItemLayout.SIZED;
    }

    /**
     * Notes the run time of the items that were added since the last call, and sends all results unless more quick ones
     * may follow.
     *
     * @param nanos the run time of those items
     * @param nowNanos when the last of them ended
     * @return whether results were sent
     */
    boolean measure(long nanos, long nowNanos) {
        if (nanos > QUICK_NANOS && measured > 0 && measured < count && layout.isPacked()) {
            commitMeasured(); // quick items share a run time, which is not that of the slow item
        }
        noteBegin(nowNanos - nanos);
        runNanos += nanos;
        queuedNanos += processor.queued(nanos);
        measured = count;
        measuredBytes = pending.size();
        boolean endsBatch = nanos > QUICK_NANOS || nowNanos - startNanos > SHARED_NANOS;
        if (expected == 0 || pending.size() > MAX_BYTES || endsBatch) {
            commit();
            return true;
        }
        holdBack();
        return false;
    }

    private void noteBegin(long beganNanos) {
        if (firstBeganNanos == 0) {
            firstBeganNanos = beganNanos;
        }
    }

    /** Keeps the results for a while, as others follow. */
    void holdBack() {
        lateCommitter.resultsWait();
    }

    /** Sends all results. */
    void commit() {
        if (count == 0) {
            return;
        }
        int sent = count;
        count = 0;
        write(sent, layout, new Slice(pending.array(), 0, pending.size()));
        pending.clear();
        pending.trim(MAX_BYTES * 4);
        startNanos = System.nanoTime();
        lateCommitter.nothingWaits();
    }

    /** Sends the packed values whose run time is known, and keeps the others. */
    private void commitMeasured() {
        int sent = measured;
        int bytes = measuredBytes;
        int left = pending.size() - bytes;
        count -= sent;
        write(sent, layout, new Slice(pending.array(), 0, bytes));
        System.arraycopy(pending.array(), bytes, pending.array(), 0, left);
        pending.truncate(left);
    }

    private void write(int sent, ItemLayout itsLayout, Slice results) {
        long first = firstOrdinal;
        long began = firstBeganNanos;
        long nanos = runNanos;
        long queued = queuedNanos;
        firstOrdinal = first + sent;
        measured = 0;
        firstBeganNanos = 0;
        runNanos = 0;
        queuedNanos = 0;
        byte[] description = itsLayout == ItemLayout.RECORDS ? form.description() : null;
        events.write(new ItemsDone(first, sent, began, nanos, queued, itsLayout, description, results));
    }

    private void commitHeldUp() {
        try {
            if (System.nanoTime() - startNanos > heldUpNanos) {
                commit();
            }
        } catch (Throwable e) {
            // A caller would wait for results that are lost in silence; the death of the worker is noticed.
            System.err.println("procpool worker: results cannot be sent: " + e);
            Runtime.getRuntime()
                    .halt((e instanceof NoRoomException ? ExitCode.NO_ROOM : ExitCode.INTERNAL_ERROR).code());
        }
    }
}
