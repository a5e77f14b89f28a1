package dev.procpool.worker;

import dev.procpool.protocol.Command.Commit;
import dev.procpool.protocol.Command.RunChunk;
import dev.procpool.protocol.Event.InitializerFailed;
import dev.procpool.protocol.Event.Ready;
import dev.procpool.protocol.ItemLayout;
import dev.procpool.protocol.ItemResult;
import dev.procpool.protocol.ItemResult.Status;
import dev.procpool.protocol.PayloadBuffer;
import dev.procpool.protocol.PayloadReader;
import dev.procpool.protocol.ProtocolException;
import dev.procpool.protocol.Slice;
import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.PayloadTooLargeException;
import dev.procpool.protocol.codec.RemoteFailure;
import dev.procpool.task.TaskFunction;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Decodes, calls and encodes, item by item. Confined to the worker's main thread. */
final class TaskRunner {

    private static final int KEPT_BUFFER = 1 << 20;
    private static final long NO_FUNCTION = 0;

    /** Items that are quicker than this, and whose results are packed, share a reading of the clock. */
    private static final long QUICK_NANOS = 2_000;

    /** Who awaits the result of an item that takes longer sleeps meanwhile. */
    private static final long SLOW_NANOS = 200_000;

    private static final int MEASURED_TOGETHER = 16;

    /** Encoding a result of up to this size takes no time that the next item would notice. */
    private static final int QUICK_BYTES = 256;

    private final Codecs codecs;
    private final NowRunning nowRunning;
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
    private ItemLayout packed;
    private Object value;

    TaskRunner(Codecs codecs, NowRunning nowRunning, RunningItem running, EventWriter events, int maxFailureBytes) {
        this.maxFailureBytes = maxFailureBytes;
        this.codecs = codecs;
        this.nowRunning = nowRunning;
        this.running = running;
        this.events = events;
        this.batch = new ResultBatch(events, running, codecs);
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

    void run(RunChunk chunk) {
        PayloadReader items = chunk.items().reader();
        PayloadCodec codec = codecs.take();
        long start = System.nanoTime();
        long began = start;
        int unmeasured = 0;
        int measureEvery = 1;
        batch.begin(chunk, start);
        try {
            for (int i = 0; i < chunk.count(); i++) {
                long ordinal = chunk.firstOrdinal() + i;
                if (!nowRunning.start(ordinal)) {
                    break; // recalled, and the rest of the chunk with it
                }
                int length = nextLength(items, chunk.layout());
                running.begin(ordinal);
                runItem(chunk, items.array(), items.position(), length, codec, start);
                running.end();
                items.skip(length);
                unmeasured++;
                boolean last = i == chunk.count() - 1;
                boolean perItem = chunk.commit() == Commit.PER_ITEM;
                boolean committed;
                if (packed.isPacked()) {
                    batch.add(packed, value);
                    if (unmeasured < measureEvery && !last && !perItem) {
                        batch.holdBack();
                        continue;
                    }
                    endedNanos = System.nanoTime();
                    committed = batch.measure(endedNanos - start, endedNanos);
                } else if (packed == ItemLayout.BYTES) {
                    batch.addAlone((byte[]) value, endedNanos - start);
                    committed = true;
                } else {
                    committed = batch.add(result, endedNanos - start, endedNanos);
                }
                value = null;
                if (perItem) {
                    batch.commit(); // before the item ends: a death in between must not run it twice
                    committed = true;
                }
                if (last) {
                    nowRunning.end();
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
        result.trim(KEPT_BUFFER);
        ranSlowItems = System.nanoTime() - began > SLOW_NANOS * chunk.count();
    }

    /** Whether the items of the last chunk took so long that nobody waits actively for their results. */
    boolean ranSlowItems() {
        return ranSlowItems;
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

    /** Leaves exactly one result, as a value that need not be encoded or in the buffer, with the time of its end, whatever happens. */
    private void runItem(RunChunk chunk, byte[] bytes, int offset, int length, PayloadCodec codec, long start) {
        packed = ItemLayout.SIZED;
        result.clear();
        Status failed = Status.ARGUMENT_UNREADABLE;
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
            ItemLayout layout = ItemLayout.of(value);
            if (batch.packs(layout)) {
                packed = layout;
                return;
            }
            endedNanos = System.nanoTime();
            if (codecs.sendsAlone(value)) {
                packed = ItemLayout.BYTES;
                return;
            }
            ItemResult.begin(result, Status.VALUE, endedNanos - start);
            failed = Status.RESULT_UNENCODABLE;
            codec.encode(value, result);
        } catch (PayloadTooLargeException e) {
            fail(failed == Status.RESULT_UNENCODABLE ? Status.RESULT_TOO_LARGE : failed, e, start, codec);
        } catch (Throwable e) {
            fail(failed, e, start, codec);
        }
        value = null;
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
