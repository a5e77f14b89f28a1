package dev.procpool.internal.pool;

import dev.procpool.ArgumentUnreadableException;
import dev.procpool.Outcome;
import dev.procpool.PayloadTooLargeException;
import dev.procpool.ResultSerializationException;
import dev.procpool.TaskTimeoutException;
import dev.procpool.protocol.ItemResult;
import dev.procpool.protocol.PayloadReader;
import dev.procpool.protocol.Slice;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.DecodingException;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.RemoteFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Turns settlements into outcomes, on the thread that wants them and without any lock. Thread-safe. */
final class OutcomeDecoder {

    private static final Duration NOTHING = Duration.ZERO;

    private final Codecs codecs;

    /** @param codecs null where nothing is encoded */
    OutcomeDecoder(Codecs codecs) {
        this.codecs = codecs;
    }

    /** Hands over the outcome of each item of a settlement, in order. */
    <R> void decode(Settlement settlement, Consumer<Outcome<R>> sink) {
        if (settlement instanceof Settlement.Encoded encoded) {
            decodeAll(encoded, sink);
        } else if (settlement instanceof Settlement.Direct direct) {
            sink.accept(outcome(direct));
        } else if (settlement instanceof Settlement.Cancelled cancelled) {
            for (int i = 0; i < cancelled.count(); i++) {
                sink.accept(new Outcome<>(
                        cancelled.firstIndex() + i, null, cancelled.why().toException(), 0, 0, 1, NOTHING, NOTHING));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <R> Outcome<R> outcome(Settlement.Direct direct) {
        return new Outcome<>(
                direct.firstIndex(),
                (R) direct.value(),
                direct.failure(),
                direct.workerId(),
                direct.pid(),
                direct.attempt(),
                Duration.ofNanos(direct.queuedNanos()),
                Duration.ofNanos(direct.runNanos()));
    }

    private <R> void decodeAll(Settlement.Encoded encoded, Consumer<Outcome<R>> sink) {
        PayloadReader results = encoded.results().reader();
        Duration queued = Duration.ofNanos(encoded.queuedNanos());
        List<Outcome<R>> outcomes = new ArrayList<>(encoded.count());
        PayloadCodec codec = codecs.take();
        try {
            for (int i = 0; i < encoded.count(); i++) {
                ItemResult result = ItemResult.read(results);
                outcomes.add(decode(encoded, encoded.firstIndex() + i, result, queued, codec));
            }
        } finally {
            codecs.release(codec);
        }
        outcomes.forEach(sink);
    }

    @SuppressWarnings("unchecked")
    private static <R> Outcome<R> decode(
            Settlement.Encoded from, long index, ItemResult result, Duration queued, PayloadCodec codec) {
        Slice payload = result.payload();
        Object value = null;
        Throwable failure = null;
        try {
            if (result.status() == ItemResult.Status.VALUE) {
                value = codec.decode(payload.array(), payload.offset(), payload.length());
            } else {
                failure = failure(from, index, result, codec);
                if (!from.softTimeout().isZero()) {
                    failure = interrupted(from, index, failure);
                }
            }
        } catch (DecodingException e) {
            failure = new ResultSerializationException(
                    who(from) + ": the result of item " + index + " cannot be decoded here: " + e.getMessage(),
                    e,
                    from.workerId(),
                    from.pid());
        } catch (RuntimeException | Error e) {
            failure = new ResultSerializationException(
                    who(from) + ": the result of item " + index + " makes no sense: " + e,
                    e,
                    from.workerId(),
                    from.pid());
        }
        return new Outcome<>(
                index,
                (R) value,
                failure,
                from.workerId(),
                from.pid(),
                from.attempt(),
                queued,
                Duration.ofNanos(result.runNanos()));
    }

    private static Throwable interrupted(Settlement.Encoded from, long index, Throwable failure) {
        String message = "item " + index + " exceeded the soft timeout of " + from.softTimeout()
                + ", was interrupted in " + who(from) + ", and threw " + failure;
        return new TaskTimeoutException(
                message, failure, from.softTimeout(), index, List.of(), from.workerId(), from.pid());
    }

    private static String who(Settlement.Encoded from) {
        return "worker " + from.workerId() + " (pid " + from.pid() + ")";
    }

    private static Throwable failure(Settlement.Encoded from, long index, ItemResult result, PayloadCodec codec) {
        RemoteFailure remote = RemoteFailure.decode(result.payload().reader());
        return switch (result.status()) {
            case RESULT_UNENCODABLE ->
                new ResultSerializationException(
                        who(from) + ": the result of item " + index + " cannot be encoded: " + remote.message(),
                        asException(from, index, remote, codec),
                        from.workerId(),
                        from.pid());
            case RESULT_TOO_LARGE ->
                new PayloadTooLargeException(
                        who(from) + ": the result of item " + index + " is too large: " + remote.message(),
                        asException(from, index, remote, codec));
            case ARGUMENT_UNREADABLE ->
                new ArgumentUnreadableException(
                        who(from) + ": item " + index + " or its function cannot be decoded there: " + remote.message(),
                        asException(from, index, remote, codec),
                        from.workerId(),
                        from.pid());
            default -> asException(from, index, remote, codec);
        };
    }

    /** The original where it can be rebuilt, with the frames of the worker, one that names the worker, and those of here. */
    private static Throwable asException(
            Settlement.Encoded from, long index, RemoteFailure remote, PayloadCodec codec) {
        Throwable exception =
                remote.rebuild(codec).orElseGet(() -> RemoteFailures.asException(remote, from.workerId(), from.pid()));
        exception.setStackTrace(frames(remote.frames(), from, index));
        return exception;
    }

    private static StackTraceElement[] frames(List<StackTraceElement> remote, Settlement.Encoded from, long index) {
        List<StackTraceElement> all = new ArrayList<>(remote);
        all.add(new StackTraceElement(who(from), "item " + index, null, -1));
        StackTraceElement[] local = Thread.currentThread().getStackTrace();
        Arrays.stream(local)
                .skip(1)
                .dropWhile(f -> f.getClassName().startsWith("dev.procpool.internal."))
                .forEach(all::add);
        return all.toArray(new StackTraceElement[0]);
    }
}
