package dev.procpool.worker;

import dev.procpool.protocol.Command.Commit;
import dev.procpool.protocol.Command.RunChunk;
import dev.procpool.protocol.Event.InitializerFailed;
import dev.procpool.protocol.Event.Ready;
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
    private long endedNanos;

    TaskRunner(Codecs codecs, NowRunning nowRunning, RunningItem running, EventWriter events, int maxFailureBytes) {
        this.maxFailureBytes = maxFailureBytes;
        this.codecs = codecs;
        this.nowRunning = nowRunning;
        this.running = running;
        this.events = events;
        this.batch = new ResultBatch(events, running);
    }

    /** Keeps a function in its encoded form; it is decoded under the ordinal of the first item that needs it. */
    void define(long functionId, byte[] payload) {
        encodedFunctions.put(functionId, payload);
    }

    void forget(long functionId) {
        encodedFunctions.remove(functionId);
        functions.remove(functionId);
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
        batch.begin(chunk, start);
        try {
            for (int i = 0; i < chunk.count(); i++) {
                long ordinal = chunk.firstOrdinal() + i;
                if (!nowRunning.start(ordinal)) {
                    break; // recalled, and the rest of the chunk with it
                }
                int length = nextLength(items);
                running.begin(ordinal);
                runItem(chunk.functionId(), items.array(), items.position(), length, codec, start);
                running.end();
                items.skip(length);
                boolean committed = batch.add(result, endedNanos - start, endedNanos);
                if (chunk.commit() == Commit.PER_ITEM) {
                    batch.commit(); // before the item ends: a death in between must not run it twice
                    committed = true;
                }
                if (i == chunk.count() - 1) {
                    nowRunning.end();
                }
                start = committed || result.size() > QUICK_BYTES ? System.nanoTime() : endedNanos;
            }
        } finally {
            codecs.release(codec);
        }
        batch.end();
        result.trim(KEPT_BUFFER);
    }

    private static int nextLength(PayloadReader items) {
        int length = items.getVarInt();
        if (length < 0 || length > items.remaining()) {
            throw new ProtocolException("an item of " + length + " bytes where " + items.remaining() + " are left");
        }
        return length;
    }

    /** Leaves exactly one result in the buffer, whatever happens, and the time at which the function had returned. */
    private void runItem(long functionId, byte[] bytes, int offset, int length, PayloadCodec codec, long start) {
        result.clear();
        Status failed = Status.ARGUMENT_UNREADABLE;
        try {
            TaskFunction<Object, Object> function = function(functionId, codec);
            Object argument = codec.decode(bytes, offset, length);
            failed = Status.FAILED;
            Object value = function.apply(argument);
            endedNanos = System.nanoTime();
            ItemResult.begin(result, Status.VALUE, endedNanos - start);
            failed = Status.RESULT_UNENCODABLE;
            codec.encode(value, result);
        } catch (PayloadTooLargeException e) {
            fail(failed == Status.RESULT_UNENCODABLE ? Status.RESULT_TOO_LARGE : failed, e, start, codec);
        } catch (Throwable e) {
            fail(failed, e, start, codec);
        }
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
        return function;
    }
}
