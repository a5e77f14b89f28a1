package dev.procpool.worker;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.PayloadTooLargeException;
import dev.procpool.protocol.codec.RemoteFailure;
import dev.procpool.protocol.message.Command.Commit;
import dev.procpool.protocol.message.Command.RunChunk;
import dev.procpool.protocol.message.Event.InitializerFailed;
import dev.procpool.protocol.message.Event.Ready;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.ItemResult.Status;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.message.Slice;
import dev.procpool.task.TaskFunction;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Decodes, calls and encodes, item by item. Confined to the worker's main thread. */
final class TaskRunner {

    /** Stands for a result that lies elsewhere. */
    private static final Object NOT_PACKED = new Object();

    private static final int KEPT_BUFFER = 1 << 20;
    private static final long NO_FUNCTION = 0;

    /** Items that are quicker than this, and whose results are packed, share a reading of the clock. */
    private static final long QUICK_NANOS = 2_000;

    /** Who awaits the result of an item that takes longer sleeps meanwhile. */
    private static final long SLOW_NANOS = 200_000;

    private static final int MEASURED_TOGETHER = 16;

    /** Results wait no longer for an item that is slow. */
    private static final long HELD_UP_NANOS = 1_000_000;

    /** Encoding a result of up to this size takes no time that the next item would notice. */
    private static final int QUICK_BYTES = 256;

    private final Codecs codecs;
    private final RunningItem running;
    private final EventWriter events;
    private final ResultBatch batch;
    private final int maxFailureBytes;
    private final Map<Long, byte[]> encodedFunctions = new HashMap<>();
    private final Map<Long, TaskFunction<Object, Object>> functions = new HashMap<>();
    private final PayloadBuffer result = new PayloadBuffer(1024);
    private long lastFunctionId = NO_FUNCTION;
    private TaskFunction<Object, Object> lastFunction;
    private long endedNanos;
    private boolean ranSlowItems;

    /** A result that is not encoded. */
    private byte[] alone;

    /** Whether the next item has been run already, and its result is to be added. */
    private boolean hasRun;

    TaskRunner(Codecs codecs, RunningItem running, EventWriter events, int maxFailureBytes) {
        this(codecs, running, events, maxFailureBytes, HELD_UP_NANOS, new RunQueueDelay());
    }

    TaskRunner(
            Codecs codecs,
            RunningItem running,
            EventWriter events,
            int maxFailureBytes,
            long heldUpNanos,
            RunQueueDelay processor) {
        this.maxFailureBytes = maxFailureBytes;
        this.codecs = codecs;
        this.running = running;
        this.events = events;
        this.batch = new ResultBatch(events, running, codecs, heldUpNanos, processor);
    }

    /** Keeps a function in its encoded form; it is decoded under the ordinal of the first item that needs it. */
    void define(long functionId, byte[] payload) {
        encodedFunctions.put(functionId, payload);
    }

    void forget(long functionId) {
        encodedFunctions.remove(functionId);
        functions.remove(functionId);
        if (functionId == lastFunctionId) {
            lastFunctionId = NO_FUNCTION;
            lastFunction = null;
        }
    }

    /** Runs the initializer of the pool and says how it went; returns whether it went well. */
    boolean initialize(byte[] payload) {
        PayloadCodec codec = codecs.take();
        try {
            ((Callable<?>) codec.decode(payload, 0, payload.length)).call();
            events.write(new Ready());
            return true;
        } catch (Throwable e) {
            byte[] failure = encodeFailure(e, codec);
            events.write(new InitializerFailed(Slice.of(failure)));
            return false;
        } finally {
            codecs.release(codec);
        }
    }

    /** There was nothing to do for a while: that the thread waited for a processor then, too, is not the fault of what follows. */
    void hasWaited() {
        batch.forgetQueueing();
    }

    void run(RunChunk chunk) {
        PayloadReader items = chunk.items().reader();
        PayloadCodec codec = codecs.take();
        boolean perItem = chunk.commit() == Commit.PER_ITEM;
        long start = System.nanoTime();
        long began = start;
        int unmeasured = 0;
        int measureEvery = 1;
        batch.begin(chunk, start);
        try {
            for (int i = 0; i < chunk.count(); i++) {
                // All but the one that is measured, and the last one, which ends the chunk.
                int quick = perItem ? 0 : Math.min(measureEvery - unmeasured, chunk.count() - i) - 1;
                if (quick > 0 && chunk.layout().isPacked()) {
                    int ran = runQuick(chunk, i, quick, items, codec, start);
                    i += ran;
                    unmeasured += ran;
                }
                Object value = NOT_PACKED;
                if (!hasRun) {
                    if (!running.start(chunk.firstOrdinal() + i)) {
                        break; // recalled, and the rest of the chunk with it
                    }
                    int length = nextLength(items, chunk.layout());
                    running.open();
                    value = runItem(chunk, items.array(), items.position(), length, codec, start);
                    running.close();
                    items.skip(length);
                }
                hasRun = false;
                unmeasured++;
                boolean last = i == chunk.count() - 1;
                boolean committed;
                if (value != NOT_PACKED) {
                    batch.add(value);
                    if (unmeasured < measureEvery && !last && !perItem) {
                        batch.holdBack();
                        continue;
                    }
                    endedNanos = System.nanoTime();
                    committed = batch.measure(endedNanos - start, endedNanos);
                } else if (alone != null) {
                    batch.addAlone(alone, endedNanos - start);
                    alone = null;
                    committed = true;
                } else {
                    if (result.size() > QUICK_BYTES) {
                        endedNanos = System.nanoTime(); // who plans what comes next has to know how long that took, too
                    }
                    committed = batch.add(result, endedNanos - start, endedNanos);
                }
                if (perItem) {
                    batch.commit(); // before the item ends: a death in between must not run it twice
                    committed = true;
                }
                if (last) {
                    running.end();
                }
                measureEvery = (endedNanos - start) / unmeasured < QUICK_NANOS
                        ? Math.min(2 * measureEvery, MEASURED_TOGETHER)
                        : 1;
                unmeasured = 0;
                start = committed || result.size() > QUICK_BYTES ? System.nanoTime() : endedNanos;
            }
            if (unmeasured > 0) {
                long now = System.nanoTime();
                batch.measure(now - start, now);
            }
        } finally {
            codecs.release(codec);
        }
        batch.commit();
        result.clear();
        result.trim(KEPT_BUFFER);
        ranSlowItems = System.nanoTime() - began > SLOW_NANOS * chunk.count();
    }

    /** Whether the items of the last chunk took so long that nobody waits actively for their results. */
    boolean ranSlowItems() {
        return ranSlowItems;
    }

    /**
     * Runs items that are packed, and whose results are packed too, up to so many of them. Ends early where one is recalled, and
     * behind one that has another result: that result is left as {@link #runItem} leaves it. An item is ended by the start of the next
     * one, and its value added then, before that one is open.
     *
     * @return how many results were added to the batch
     */
    private int runQuick(RunChunk chunk, int from, int most, PayloadReader items, PayloadCodec codec, long start) {
        int size = chunk.layout().bytes();
        int wanted = Math.min(most, items.remaining() / size);
        byte[] bytes = items.array();
        int offset = items.position();
        long first = chunk.firstOrdinal() + from;
        int ran = 0;
        Object value = NOT_PACKED;
        batch.expect(wanted);
        // One that was recalled stays so until it is passed: the next attempt to start it sees that as well.
        while (ran < wanted && running.start(first + ran)) {
            if (ran > 0) {
                keepPacked(value);
            }
            running.open();
            value = runItem(chunk, bytes, offset, size, codec, start);
            offset += size;
            if (value == NOT_PACKED) {
                hasRun = true;
                break;
            }
            ran++;
        }
        running.close();
        if (ran > 0 && !hasRun) {
            keepPacked(value);
        }
        items.skip(offset - items.position());
        return ran;
    }

    private void keepPacked(Object value) {
        batch.add(value);
        batch.holdBack();
    }

    private static int nextLength(PayloadReader items, ItemLayout layout) {
        int length =
                switch (layout) {
                    case SIZED -> items.getVarInt();
                    case BYTES -> items.remaining();
                    default -> layout.bytes();
                };
        if (length < 0 || length > items.remaining()) {
            throw new ProtocolException("an item of " + length + " bytes where " + items.remaining() + " are left");
        }
        return length;
    }

    /**
     * Leaves exactly one result, whatever happens: as a value that may be added packed, which is returned, or as an array that goes
     * alone, or in the buffer, with the time of its end.
     */
    private Object runItem(RunChunk chunk, byte[] bytes, int offset, int length, PayloadCodec codec, long start) {
        Status failed = Status.ARGUMENT_UNREADABLE;
        Object value;
        try {
            TaskFunction<Object, Object> function = function(chunk.functionId(), codec);
            Object argument =
                    switch (chunk.layout()) {
                        case SIZED -> codec.decode(bytes, offset, length);
                        case BYTES -> chunk.items().toExactArray();
                        default -> chunk.layout().get(bytes, offset);
                    };
            failed = Status.FAILED;
            value = function.apply(argument);
            if (batch.packs(value)) {
                return value;
            }
        } catch (Throwable e) {
            fail(failed, e, start, codec);
            return NOT_PACKED;
        }
        return keep(value, codec, start);
    }

    /** Leaves a result that is not added packed. */
    private Object keep(Object value, PayloadCodec codec, long start) {
        endedNanos = System.nanoTime();
        if (codecs.sendsAlone(value)) {
            alone = (byte[]) value;
            return NOT_PACKED;
        }
        result.clear();
        try {
            ItemResult.begin(result, Status.VALUE, endedNanos - start);
            codec.encode(value, result);
        } catch (PayloadTooLargeException e) {
            fail(Status.RESULT_TOO_LARGE, e, start, codec);
        } catch (Throwable e) {
            fail(Status.RESULT_UNENCODABLE, e, start, codec);
        }
        return NOT_PACKED;
    }

    private void fail(Status status, Throwable failure, long start, PayloadCodec codec) {
        endedNanos = System.nanoTime();
        byte[] encoded = encodeFailure(failure, codec);
        result.clear();
        ItemResult.begin(result, status, endedNanos - start);
        result.putVarInt(encoded.length);
        result.put(encoded, 0, encoded.length);
    }

    private byte[] encodeFailure(Throwable failure, PayloadCodec codec) {
        PayloadBuffer encoded = new PayloadBuffer(1024);
        RemoteFailure.encode(failure, codec, encoded);
        if (encoded.size() > maxFailureBytes) {
            encoded.clear();
            String what = failure.getClass().getName() + ", whose description is too large to be sent";
            RemoteFailure.encode(new IllegalStateException(what), codec, encoded);
        }
        return Arrays.copyOf(encoded.array(), encoded.size());
    }

    @SuppressWarnings("unchecked")
    private TaskFunction<Object, Object> function(long functionId, PayloadCodec codec) {
        if (functionId == lastFunctionId) {
            return lastFunction;
        }
        TaskFunction<Object, Object> function = functions.get(functionId);
        if (function == null) {
            byte[] encoded = encodedFunctions.get(functionId);
            if (encoded == null) {
                throw new ProtocolException("function " + functionId + " was never defined");
            }
            function = (TaskFunction<Object, Object>) codec.decode(encoded, 0, encoded.length);
            functions.put(functionId, function);
            encodedFunctions.remove(functionId);
        }
        lastFunctionId = functionId;
        lastFunction = function;
        return function;
    }
}
