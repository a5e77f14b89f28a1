package dev.procpool.internal.pool;

import dev.procpool.ArgumentUnreadableException;
import dev.procpool.PayloadTooLargeException;
import dev.procpool.ResultSerializationException;
import dev.procpool.TaskTimeoutException;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.RemoteFailures;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.backend.WorkerFrames;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.RemoteFailure;
import dev.procpool.protocol.message.DurationForPeople;
import dev.procpool.protocol.message.ItemResult;
import java.util.List;
import java.util.Optional;

/** Turns the data of a failed item into the exception that its caller gets. Immutable. */
final class FailureDecoder {

    private final Call call;
    private final Settlement.Encoded from;
    private final long index;
    private final ClassLoader loader;

    /**
     * A decoder of the failure of one item.
     *
     * @param index the position of the item in its call, from 0
     * @param loader finds the classes that this JVM has
     */
    FailureDecoder(Call call, Settlement.Encoded from, long index, ClassLoader loader) {
        this.call = call;
        this.from = from;
        this.index = index;
        this.loader = loader;
    }

    /**
     * The exception of an item that failed in a worker.
     *
     * @param result not a value
     */
    Throwable failure(ItemResult result, PayloadCodec codec) {
        RemoteFailure remote = RemoteFailure.decode(result.payload().reader());
        StackTraceElement[] frames = WorkerFrames.withCaller(WorkerFrames.of(remote.frames(), worker(from), item()));
        Throwable cause = asException(from, remote, frames, codec);
        Throwable failure = ofStatus(result.status(), remote, cause);
        if (failure != cause) {
            failure.setStackTrace(frames); // the place in the worker, not this one
        }
        if (from.softTimeout().isZero()) {
            return failure;
        }
        Throwable timeout = interrupted(failure);
        timeout.setStackTrace(frames);
        return timeout;
    }

    private String item() {
        return call.names.of(index);
    }

    private Throwable ofStatus(ItemResult.Status status, RemoteFailure remote, Throwable cause) {
        String result = worker(from) + ": the result of " + item();
        return switch (status) {
            case RESULT_UNENCODABLE ->
                new ResultSerializationException(
                        result + " cannot be encoded: " + remote.message(), cause, from.workerId(), from.pid());
            case RESULT_TOO_LARGE ->
                new PayloadTooLargeException(
                        result + " is too large: " + remote.message() + "; " + Encoder.LIMIT_ADVICE, cause);
            case ARGUMENT_UNREADABLE ->
                new ArgumentUnreadableException(unreadable(remote), cause, from.workerId(), from.pid());
            default -> cause;
        };
    }

    private String unreadable(RemoteFailure remote) {
        return MissingClass.of(remote)
                .map(missing -> worker(from) + " has no class " + missing.name() + ", which " + item()
                        + " or its function needs" + missing.advice(loader))
                .orElseGet(() ->
                        worker(from) + ": " + item() + " or its function cannot be decoded there: " + remote.message());
    }

    private Throwable interrupted(Throwable failure) {
        String thrown = failure instanceof InterruptedException ? "" : ", and threw " + failure;
        String message = item() + " took longer than " + DurationForPeople.of(from.softTimeout())
                + ", and was interrupted in " + worker(from) + thrown;
        return new TaskTimeoutException(
                message, failure, from.softTimeout(), index, List.of(), from.workerId(), from.pid());
    }

    /** The original exception where it can be rebuilt and shown, with these frames; else an exception with its data. */
    private static Throwable asException(
            Settlement.Encoded from, RemoteFailure remote, StackTraceElement[] frames, PayloadCodec codec) {
        try {
            Optional<Throwable> original = remote.rebuild(codec);
            if (original.isPresent()) {
                original.get().setStackTrace(frames);
                if (isUsable(original.get())) {
                    return original.get();
                }
            }
        } catch (Throwable e) {
            // The methods of the original are the user's and may throw anything: its data has to do.
        }
        Throwable data = RemoteFailures.asException(remote, from.workerId(), from.pid());
        data.setStackTrace(frames);
        return data;
    }

    /**
     * Whether an exception can be shown. One that cannot would lose the dependents of a future: up to JDK 17 its {@code
     * toString} is called for each of them when the future is completed.
     */
    static boolean isUsable(Throwable failure) {
        try {
            failure.toString();
            return true;
        } catch (Throwable e) { // of any type: not all languages declare them
            return false;
        }
    }

    /** The name of the worker that ran an item: {@code worker 3 (pid 4711)}. */
    static String worker(Settlement.Encoded from) {
        return "worker " + from.workerId() + " (pid " + from.pid() + ")";
    }
}
