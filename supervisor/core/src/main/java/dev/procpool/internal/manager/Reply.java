package dev.procpool.internal.manager;

import dev.procpool.ArgumentUnreadableException;
import dev.procpool.HomeGoneException;
import dev.procpool.PoolException;
import dev.procpool.RemoteTaskException;
import dev.procpool.ResultSerializationException;
import dev.procpool.protocol.call.Answer;
import dev.procpool.protocol.codec.DecodingException;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.RemoteFailure;
import dev.procpool.protocol.message.PayloadReader;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes the result of a call from the answer of the manager. Immutable.
 *
 * @param what names the request in messages
 */
record Reply(String what, Endpoint endpoint, PayloadCodec codec) {

    private static final String OURS = "dev.procpool.internal.manager.";

    /** An exception of a manager comes from no worker. */
    private static final int NO_WORKER = 0;

    /**
     * The end of a call.
     *
     * @param thrown by the object; null if it has returned {@code value}
     */
    record Result(Object value, Throwable thrown) {

        Object get() throws Throwable {
            if (thrown != null) {
                throw thrown;
            }
            return value;
        }
    }

    /**
     * The result.
     *
     * @throws IOException if the answer makes no sense
     * @throws PoolException if the answer is a refusal
     */
    Result of(PayloadReader in) throws IOException {
        try {
            Answer answer = Answer.of(in.getByte());
            if (answer == null) {
                throw new IOException("an unknown answer");
            }
            return of(answer, in);
        } catch (BufferUnderflowException e) {
            throw new IOException("an answer that ends too early", e);
        }
    }

    private Result of(Answer answer, PayloadReader in) {
        switch (answer) {
            case VALUE -> {
                return new Result(value(in), null);
            }
            case THROWN -> {
                return new Result(null, thrown(RemoteFailure.decode(in)));
            }
            case UNREADABLE ->
                throw new ArgumentUnreadableException(
                        endpoint + " cannot decode an argument of " + what + ": "
                                + RemoteFailure.decode(in).message(),
                        null,
                        NO_WORKER,
                        0);
            case UNENCODABLE ->
                throw new ResultSerializationException(
                        "the result of " + what + " cannot be encoded in " + endpoint + ": "
                                + RemoteFailure.decode(in).message(),
                        null,
                        NO_WORKER,
                        0);
            case NO_OBJECT -> throw new HomeGoneException("the object of " + what + " has ended in " + endpoint, null);
            default ->
                throw new PoolException(
                        endpoint + " refused " + what + ": "
                                + new String(in.array(), in.position(), in.remaining(), StandardCharsets.UTF_8),
                        null);
        }
    }

    private Object value(PayloadReader in) {
        int length = in.getVarInt();
        int at = in.position();
        in.skip(length);
        try {
            return codec.decode(in.array(), at, length);
        } catch (DecodingException e) {
            throw new ResultSerializationException(
                    "the result of " + what + " cannot be decoded here: " + e.getMessage(), e, NO_WORKER, 0);
        }
    }

    private Throwable thrown(RemoteFailure failure) {
        StackTraceElement[] frames = frames(failure);
        Optional<Throwable> original = rebuilt(failure);
        Throwable thrown = original.orElseGet(() -> asData(failure));
        try {
            thrown.setStackTrace(frames);
            thrown.toString();
            return thrown;
        } catch (Throwable e) { // the methods of the original are the user's and may throw anything
            Throwable data = asData(failure);
            data.setStackTrace(frames);
            return data;
        }
    }

    private Optional<Throwable> rebuilt(RemoteFailure failure) {
        try {
            return failure.rebuild(codec);
        } catch (RuntimeException | Error e) {
            return Optional.empty(); // the data has to do
        }
    }

    private static Throwable asData(RemoteFailure failure) {
        Throwable data = new RemoteTaskException(
                failure.className(),
                failure.message(),
                failure.cause() == null ? null : asData(failure.cause()),
                NO_WORKER,
                0);
        data.setStackTrace(failure.frames().toArray(new StackTraceElement[0]));
        return data;
    }

    /** The frames of the manager, one that names it, and those of the caller outside this package. */
    private StackTraceElement[] frames(RemoteFailure failure) {
        List<StackTraceElement> all = new ArrayList<>(failure.frames());
        all.add(new StackTraceElement(endpoint.toString(), what, null, -1));
        Arrays.stream(Thread.currentThread().getStackTrace())
                .skip(1)
                .dropWhile(frame -> frame.getClassName().startsWith(OURS))
                .forEach(all::add);
        return all.toArray(new StackTraceElement[0]);
    }
}
