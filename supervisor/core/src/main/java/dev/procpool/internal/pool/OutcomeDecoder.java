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
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.message.Slice;
import java.time.Duration;

/** Turns settlements into outcomes, on the thread that asks for them and without any lock. Thread-safe. */
public final class OutcomeDecoder {

    private static final Duration NOTHING = Duration.ZERO;

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
         * @param startedNanos when the item started; 0 if that is not known
         */
        void succeeded(Call call, Settlement.Ran from, long index, Object value, long startedNanos, long runNanos);

        /** An item failed. */
        void failed(Outcome<Object> outcome);
    }

    /** Hands over the outcome of each item of a settlement of a call, in order. */
    void decode(Call call, Settlement settlement, Sink sink) {
        if (settlement instanceof Settlement.Encoded encoded) {
            decodeAll(call, encoded, sink);
        } else if (settlement instanceof Settlement.Direct direct) {
            if (direct.failure() == null) {
                sink.succeeded(
                        call, direct, direct.firstIndex(), direct.value(), direct.startedNanos(), direct.ranNanos());
            } else {
                sink.failed(failed(call, direct, asFailure(direct)));
            }
        } else if (settlement instanceof Settlement.Cancelled cancelled) {
            for (int i = 0; i < cancelled.count(); i++) {
                sink.failed(notRun(cancelled.firstIndex() + i, cancelled.why().toException()));
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

    /** The outcome of an item that never ran. */
    static <R> Outcome<R> notRun(long index, Throwable failure) {
        return new Outcome<>(index, null, failure, 0, 0, 1, NOTHING, NOTHING, null);
    }

    /** The outcome of an item that failed, with a failure that is shown for its own. */
    static <R> Outcome<R> failed(Call call, Settlement.Direct from, Throwable failure) {
        return outcome(call, from, from.firstIndex(), null, failure, from.startedNanos(), from.ranNanos());
    }

    /** The outcome of an item of a settlement. */
    static <R> Outcome<R> outcome(
            Call call, Settlement.Ran from, long index, R value, Throwable failure, long startedNanos, long runNanos) {
        return new Outcome<>(
                index,
                value,
                failure,
                from.workerId(),
                from.pid(),
                from.attempt(),
                Duration.ofNanos(from.queuedNanos()),
                Duration.ofNanos(runNanos),
                startedNanos == 0 ? null : call.wallClock().at(startedNanos));
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
                succeeded(call, encoded, index, value, sink);
            } else {
                sink.failed(failed(call, encoded, index, failure));
            }
        }
    }

    private static void succeeded(Call call, Settlement.Encoded from, long index, Object value, Sink sink) {
        int position = (int) (index - from.firstIndex());
        sink.succeeded(call, from, index, value, from.startedNanos(position), from.nanosEach());
    }

    private static Outcome<Object> failed(Call call, Settlement.Encoded from, long index, Throwable failure) {
        int position = (int) (index - from.firstIndex());
        return outcome(call, from, index, null, failure, from.startedNanos(position), from.nanosEach());
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
            succeeded(call, from, index, value, sink);
            return;
        } catch (DecodingException e) {
            failure = undecodable(call, from, index, e);
        } catch (Throwable e) {
            failure = invalid(call, from, index, e);
        }
        sink.failed(failed(call, from, index, failure));
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
            sink.failed(failed(call, encoded, index, failure));
            return;
        }
        succeeded(call, encoded, index, value, sink);
    }

    private void decodeSized(Call call, Settlement.Encoded encoded, Sink sink) {
        PayloadReader results = encoded.results().reader();
        Codecs here = call.classes.results(codecs);
        PayloadCodec codec = here.take();
        codec.sharing(shared);
        try {
            long started = encoded.startedNanos();
            for (int i = 0; i < encoded.count(); i++) {
                ItemResult result = ItemResult.read(results);
                decode(call, encoded, encoded.firstIndex() + i, started, result, codec, here.loader(), sink);
                started += started == 0 ? 0 : result.runNanos();
            }
        } finally {
            here.release(codec);
        }
    }

    private void decode(
            Call call,
            Settlement.Encoded from,
            long index,
            long startedNanos,
            ItemResult result,
            PayloadCodec codec,
            ClassLoader loader,
            Sink sink) {
        Throwable failure;
        try {
            if (result.status() == ItemResult.Status.VALUE) {
                Slice payload = result.payload();
                Object value = codec.decode(payload.array(), payload.offset(), payload.length());
                sink.succeeded(call, from, index, value, startedNanos, result.runNanos());
                return;
            }
            failure = new FailureDecoder(call, from, index, loader).failure(result, codec);
        } catch (DecodingException e) {
            failure = undecodable(call, from, index, e);
        } catch (Throwable e) {
            failure = invalid(call, from, index, e);
        }
        sink.failed(outcome(call, from, index, null, failure, startedNanos, result.runNanos()));
    }
}
