package dev.procpool.worker;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.DecodingException;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.PayloadTooLargeException;
import dev.procpool.protocol.message.Command.RunChunk;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.ItemResult.Status;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.task.TaskFunction;

/**
 * Runs one item: decodes its argument, calls the function and encodes the result. Each item has exactly one result,
 * whatever happens: a value that may be packed is returned; every other one is kept here until it is added to the
 * batch.
 *
 * <p>Confined to the worker's main thread.
 */
final class ItemRunner {

    private static final int KEPT_CAPACITY = 1 << 20;

    /** To encode a result of up to this size, and to add it, takes no time that the next item would notice. */
    private static final int QUICK_BYTES = 256;

    private final Codecs codecs;
    private Definitions definitions;
    private final FailureEncoder failures;
    private final ResultBatch batch;
    private final PayloadBuffer kept = new PayloadBuffer(1024);

    /** A result that is kept as it is, instead of in {@link #kept}; null if there is none. */
    private byte[] keptAlone;

    private long endedNanos;

    ItemRunner(Codecs codecs, Definitions definitions, FailureEncoder failures, ResultBatch batch) {
        this.codecs = codecs;
        this.definitions = definitions;
        this.failures = failures;
        this.batch = batch;
    }

    /** Takes functions from other definitions, from now on. */
    void enter(Definitions others) {
        definitions = others;
    }

    /**
     * Runs the item whose argument lies in the array of {@code chunk}.
     *
     * @param head what precedes the argument, as its layout says
     * @param startNanos when the item started, or the first of those that are measured with it
     * @return a value that may be added to the batch packed; null if the result is kept instead
     */
    Object run(RunChunk chunk, int offset, int head, PayloadCodec codec, long startNanos) {
        Status failed = Status.ARGUMENT_UNREADABLE;
        Object value;
        try {
            TaskFunction<Object, Object> function = definitions.get(chunk.functionId(), codec);
            Object argument =
                    switch (chunk.layout()) {
                        case SIZED -> codec.decode(chunk.items().array(), offset, head);
                        case BYTES -> chunk.items().toExactArray();
                        case RECORDS ->
                            codecs.recordForms()
                                    .read(chunk.form(), chunk.items().array(), offset, head, codec);
                        default -> chunk.layout().get(chunk.items().array(), offset, head);
                    };
            failed = Status.FAILED;
            value = function.apply(argument);
            if (batch.packs(value)) {
                return value;
            } else if (batch.encodes(value)) {
                return ResultBatch.RECORD;
            }
        } catch (DecodingException e) {
            fail(Status.ARGUMENT_UNREADABLE, e, codec, startNanos); // in the function: of a shared value
            return null;
        } catch (Throwable e) {
            fail(failed, e, codec, startNanos);
            return null;
        }
        keep(value, codec, startNanos);
        return null;
    }

    private void keep(Object value, PayloadCodec codec, long startNanos) {
        endedNanos = System.nanoTime();
        if (codecs.sendsAlone(value)) {
            keptAlone = (byte[]) value;
            return;
        }
        kept.clear();
        try {
            ItemResult.begin(kept, Status.VALUE, endedNanos - startNanos);
            codec.encode(value, kept);
        } catch (PayloadTooLargeException e) {
            fail(Status.RESULT_TOO_LARGE, e, codec, startNanos);
        } catch (Throwable e) {
            fail(Status.RESULT_UNENCODABLE, e, codec, startNanos);
        }
    }

    private void fail(Status status, Throwable failure, PayloadCodec codec, long startNanos) {
        endedNanos = System.nanoTime();
        byte[] encoded = failures.encode(failure, codec);
        kept.clear();
        ItemResult.begin(kept, status, endedNanos - startNanos);
        kept.putVarInt(encoded.length);
        kept.put(encoded, 0, encoded.length);
    }

    /**
     * Adds the result that is kept to the batch.
     *
     * @return whether that took time that does not belong to the next item
     */
    boolean addKept(long startNanos) {
        if (keptAlone != null) {
            byte[] alone = keptAlone;
            keptAlone = null;
            batch.addAlone(alone, endedNanos - startNanos, endedNanos);
            return true;
        }
        boolean isLarge = kept.size() > QUICK_BYTES;
        if (isLarge) {
            endedNanos = System.nanoTime(); // the supervisor plans with the time that encoding took, too
        }
        boolean committed = batch.add(kept, endedNanos - startNanos, endedNanos);
        return committed || isLarge;
    }

    /** When the item ended whose result was kept last. */
    long endedNanos() {
        return endedNanos;
    }

    /** Releases memory that an unusually large result needed. */
    void trim() {
        kept.clear();
        kept.trim(KEPT_CAPACITY);
    }
}
