package dev.procpool.internal.pool;

import dev.procpool.Outcome;
import dev.procpool.ResultSerializationException;
import dev.procpool.TaskException;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.RemoteFailures;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.backend.WorkerFrames;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.DecodingException;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.RecordForms;
import dev.procpool.protocol.codec.RemoteFailure;
import dev.procpool.protocol.codec.SharedValues;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.PackedList;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.message.Slice;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns settlements into outcomes, on the thread that asks for them and without any lock. Thread-safe. */
public final class OutcomeDecoder {

    private static final Duration NOTHING = Duration.ZERO;
    private static final int MAX_PACKED_BYTES = Integer.MAX_VALUE - 16;

    private final Codecs codecs;
    private final SharedValues shared;

    /**
     * A decoder of results.
     *
     * @param codecs null where nothing is encoded
     * @param shared the shared values of the pool, which results may refer to
     */
    public OutcomeDecoder(Codecs codecs, SharedValues shared) {
        this.codecs = codecs;
        this.shared = shared;
    }

    /** Receives the outcomes of items, in the order of a settlement. */
    interface Sink {

        /**
         * An item has a result.
         *
         * @param from the settlement of the item
         * @param index the position of the item in its call, from 0
         */
        void succeeded(Settlement.Ran from, long index, Object value, long runNanos);

        /** An item failed. */
        void failed(Outcome<Object> outcome);
    }

    /** Hands over the outcome of each item of a settlement of a call, in order. */
    void decode(Call call, Settlement settlement, Sink sink) {
        if (settlement instanceof Settlement.Encoded encoded) {
            decodeAll(call, encoded, sink);
        } else if (settlement instanceof Settlement.Direct direct) {
            if (direct.failure() == null) {
                sink.succeeded(direct, direct.firstIndex(), direct.value(), direct.runNanos());
            } else {
                sink.failed(outcome(direct, direct.firstIndex(), null, asFailure(direct), direct.runNanos()));
            }
        } else if (settlement instanceof Settlement.Cancelled cancelled) {
            for (int i = 0; i < cancelled.count(); i++) {
                sink.failed(new Outcome<>(
                        cancelled.firstIndex() + i, null, cancelled.why().toException(), 0, 0, 1, NOTHING, NOTHING));
            }
        }
    }

    private Throwable asFailure(Settlement.Direct direct) {
        Throwable failure = direct.failure();
        if (codecs != null && failure instanceof TaskException) {
            // The thread that noticed the end of the worker made the exception: it lacks the frames of this thread.
            failure.setStackTrace(WorkerFrames.withCaller(failure.getStackTrace()));
        }
        return FailureDecoder.isUsable(failure)
                ? failure
                : RemoteFailures.asException(RemoteFailure.of(failure), direct.workerId(), direct.pid());
    }

    /** The outcome of an item of a settlement. */
    static <R> Outcome<R> outcome(Settlement.Ran from, long index, R value, Throwable failure, long runNanos) {
        return new Outcome<>(
                index,
                value,
                failure,
                from.workerId(),
                from.pid(),
                from.attempt(),
                Duration.ofNanos(from.queuedNanos()),
                Duration.ofNanos(runNanos));
    }

    /**
     * The values of all items, in a list that keeps numbers packed; empty where the values are not packed alike, or one
     * cannot be decoded.
     *
     * @param inOrder the settlements of all items, without a gap
     */
    static Optional<List<Object>> packed(List<Settlement> inOrder) {
        ItemLayout layout = null;
        long bytes = 0;
        for (Settlement settlement : inOrder) {
            if (!(settlement instanceof Settlement.Encoded encoded)
                    || !encoded.layout().isPacked()
                    || encoded.layout() == ItemLayout.RECORDS
                    || layout != null && layout != encoded.layout()) {
                return Optional.empty();
            }
            layout = encoded.layout();
            bytes += encoded.results().length();
        }
        if (layout == null || bytes > MAX_PACKED_BYTES) {
            return Optional.empty();
        }
        if (layout.bytes() == 0) {
            return decoded(layout, inOrder);
        }
        ByteBuffer packed = ByteBuffer.allocate((int) bytes);
        for (Settlement settlement : inOrder) {
            Slice results = ((Settlement.Encoded) settlement).results();
            packed.put(results.array(), results.offset(), results.length());
        }
        return Optional.of(new PackedList(layout, packed.array()));
    }

    /** The values of varying lengths; empty if one of them cannot be decoded. */
    private static Optional<List<Object>> decoded(ItemLayout layout, List<Settlement> inOrder) {
        long count = 0;
        for (Settlement settlement : inOrder) {
            count += settlement.count();
        }
        List<Object> values = new ArrayList<>(Math.toIntExact(count));
        try {
            for (Settlement settlement : inOrder) {
                decode(layout, (Settlement.Encoded) settlement, values);
            }
        } catch (ProtocolException e) {
            return Optional.empty(); // the item is to fail
        }
        return Optional.of(values);
    }

    private static void decode(ItemLayout layout, Settlement.Encoded encoded, List<Object> values) {
        PayloadReader results = encoded.results().reader();
        for (int i = 0; i < encoded.count(); i++) {
            values.add(layout.next(results));
        }
    }

    private void decodeAll(Call call, Settlement.Encoded encoded, Sink sink) {
        if (encoded.layout() == ItemLayout.RECORDS) {
            decodeRecords(call, encoded, sink);
        } else if (encoded.layout().isPacked()) {
            unpack(call, encoded, sink);
        } else if (encoded.layout() == ItemLayout.BYTES) {
            handOver(call, encoded, sink);
        } else {
            decodeSized(call, encoded, sink);
        }
    }

    private static void unpack(Call call, Settlement.Encoded encoded, Sink sink) {
        ItemLayout layout = encoded.layout();
        PayloadReader results = encoded.results().reader();
        long end = encoded.firstIndex() + encoded.count();
        for (long index = encoded.firstIndex(); index < end; index++) {
            Object value = null;
            Throwable failure = null;
            try {
                value = layout.next(results);
            } catch (ProtocolException e) {
                failure = undecodable(call, encoded, index, e);
            }
            if (failure == null) {
                sink.succeeded(encoded, index, value, encoded.nanosEach());
            } else {
                sink.failed(outcome(encoded, index, null, failure, encoded.nanosEach()));
            }
        }
    }

    private void decodeRecords(Call call, Settlement.Encoded encoded, Sink sink) {
        PayloadReader results = encoded.results().reader();
        RecordForms forms = call.classes.results(codecs).recordForms();
        for (int i = 0; i < encoded.count(); i++) {
            decodeRecord(call, encoded, encoded.firstIndex() + i, results, forms, sink);
        }
    }

    private static void decodeRecord(
            Call call, Settlement.Encoded from, long index, PayloadReader results, RecordForms forms, Sink sink) {
        int head = ItemLayout.RECORDS.head(results);
        int at = results.position();
        results.skip(ItemLayout.RECORDS.length(head));
        Throwable failure;
        try {
            Object value = forms.read(from.form(), results.array(), at, head);
            sink.succeeded(from, index, value, from.nanosEach());
            return;
        } catch (DecodingException e) {
            failure = undecodable(call, from, index, e);
        } catch (Throwable e) {
            failure = invalid(call, from, index, e);
        }
        sink.failed(outcome(from, index, null, failure, from.nanosEach()));
    }

    private static Throwable undecodable(Call call, Settlement.Encoded from, long index, RuntimeException e) {
        return new ResultSerializationException(
                FailureDecoder.worker(from) + ": the result of " + call.names.of(index) + " cannot be decoded here: "
                        + e.getMessage(),
                e,
                from.workerId(),
                from.pid());
    }

    private static Throwable invalid(Call call, Settlement.Encoded from, long index, Throwable e) {
        return new ResultSerializationException(
                FailureDecoder.worker(from) + ": the result of " + call.names.of(index) + " is not valid: " + e,
                e,
                from.workerId(),
                from.pid());
    }

    private static void handOver(Call call, Settlement.Encoded encoded, Sink sink) {
        long index = encoded.firstIndex();
        Object value;
        try {
            value = encoded.results().toExactArray();
        } catch (OutOfMemoryError e) {
            String message = FailureDecoder.worker(encoded) + ": there is no memory here for the result of "
                    + call.names.of(index) + ": " + e;
            Throwable failure = new ResultSerializationException(message, e, encoded.workerId(), encoded.pid());
            sink.failed(outcome(encoded, index, null, failure, encoded.nanosEach()));
            return;
        }
        sink.succeeded(encoded, index, value, encoded.nanosEach());
    }

    private void decodeSized(Call call, Settlement.Encoded encoded, Sink sink) {
        PayloadReader results = encoded.results().reader();
        Codecs here = call.classes.results(codecs);
        PayloadCodec codec = here.take();
        codec.sharing(shared);
        try {
            for (int i = 0; i < encoded.count(); i++) {
                ItemResult result = ItemResult.read(results);
                decode(call, encoded, encoded.firstIndex() + i, result, codec, here.loader(), sink);
            }
        } finally {
            here.release(codec);
        }
    }

    private void decode(
            Call call,
            Settlement.Encoded from,
            long index,
            ItemResult result,
            PayloadCodec codec,
            ClassLoader loader,
            Sink sink) {
        Throwable failure;
        try {
            if (result.status() == ItemResult.Status.VALUE) {
                Slice payload = result.payload();
                Object value = codec.decode(payload.array(), payload.offset(), payload.length());
                sink.succeeded(from, index, value, result.runNanos());
                return;
            }
            failure = new FailureDecoder(call, from, index, loader).failure(result, codec);
        } catch (DecodingException e) {
            failure = undecodable(call, from, index, e);
        } catch (Throwable e) {
            failure = invalid(call, from, index, e);
        }
        sink.failed(outcome(from, index, null, failure, result.runNanos()));
    }
}
