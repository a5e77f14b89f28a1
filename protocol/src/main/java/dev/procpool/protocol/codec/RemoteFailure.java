package dev.procpool.protocol.codec;

import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A Throwable as data, so that it can be reported where its class cannot be loaded. Immutable by convention.
 *
 * <pre>
 * failure   = class name | message (absent: length + 1 = 0) | frame count, frames | has cause u8, failure
 *             | suppressed count, failures
 * frame     = class | method | file (absent: 0) | line
 * top level = failure | length + 1 of the encoded original (absent: 0), bytes
 * </pre>
 *
 * @param original the encoded Throwable itself, or null where it cannot be encoded; only at the top level
 */
public record RemoteFailure(
        String className,
        String message,
        List<StackTraceElement> frames,
        RemoteFailure cause,
        List<RemoteFailure> suppressed,
        byte[] original) {

    private static final int MAX_FRAMES = 1024;
    private static final int MAX_MESSAGE = 1 << 20;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_CHAIN = 10_000;
    private static final int MAX_SUPPRESSED = 64;

    public RemoteFailure {
        frames = List.copyOf(frames);
        suppressed = List.copyOf(suppressed);
    }

    /** The data of a Throwable, however its methods misbehave. */
    public static RemoteFailure of(Throwable failure) {
        return of(failure, Collections.newSetFromMap(new IdentityHashMap<>()), 0);
    }

    private static RemoteFailure of(Throwable failure, Set<Throwable> seen, int depth) {
        if (failure == null || depth > MAX_DEPTH || !seen.add(failure)) {
            return null;
        }
        List<RemoteFailure> suppressed = new ArrayList<>();
        Throwable[] all = failure.getSuppressed();
        for (int i = 0; i < Math.min(all.length, MAX_SUPPRESSED); i++) {
            RemoteFailure one = of(all[i], seen, depth + 1);
            if (one != null) {
                suppressed.add(one);
            }
        }
        return new RemoteFailure(
                failure.getClass().getName(),
                message(failure),
                frames(failure),
                cause(failure, seen, depth),
                suppressed,
                null);
    }

    private static String message(Throwable failure) {
        try {
            String message = failure.getMessage();
            return message == null || message.length() <= MAX_MESSAGE
                    ? message
                    : message.substring(0, MAX_MESSAGE) + "… (" + message.length() + " characters)";
        } catch (Throwable e) {
            return "(its getMessage() threw " + e.getClass().getName() + ")";
        }
    }

    private static List<StackTraceElement> frames(Throwable failure) {
        try {
            StackTraceElement[] frames = failure.getStackTrace();
            return List.of(frames).subList(0, Math.min(frames.length, MAX_FRAMES));
        } catch (Throwable e) {
            return List.of();
        }
    }

    private static RemoteFailure cause(Throwable failure, Set<Throwable> seen, int depth) {
        try {
            Throwable cause = failure.getCause();
            return of(depth == MAX_DEPTH - 1 ? root(cause, seen) : cause, seen, depth + 1);
        } catch (Throwable e) {
            return null;
        }
    }

    /**
     * The last cause of a chain, which is kept when the chain is cut; of a circular one, the last that was not met
     * before.
     */
    private static Throwable root(Throwable first, Set<Throwable> seen) {
        Set<Throwable> met = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable root = first;
        while (root != null && met.size() < MAX_CHAIN && met.add(root)) {
            Throwable cause = root.getCause();
            if (cause == null || met.contains(cause) || seen.contains(cause)) {
                return root;
            }
            root = cause;
        }
        return root;
    }

    /** Appends the data, and the encoded original if that is possible. */
    public static void encode(Throwable failure, PayloadCodec codec, PayloadBuffer out) {
        of(failure).write(out);
        PayloadBuffer original = new PayloadBuffer(256);
        try {
            codec.encode(failure, original);
        } catch (Throwable e) {
            original.clear(); // the data has to do
        }
        if (original.size() == 0) {
            out.putVarInt(0);
            return;
        }
        PayloadReader sized = new PayloadReader(original.array(), 0, original.size());
        int length = sized.getVarInt();
        out.putVarInt(length + 1);
        out.put(original.array(), sized.position(), length);
    }

    private void write(PayloadBuffer out) {
        putText(out, className);
        putText(out, message);
        out.putVarInt(frames.size());
        for (StackTraceElement frame : frames) {
            putText(out, frame.getClassName());
            putText(out, frame.getMethodName());
            putText(out, frame.getFileName());
            out.putInt(frame.getLineNumber());
        }
        out.putByte(cause == null ? 0 : 1);
        if (cause != null) {
            cause.write(out);
        }
        out.putVarInt(suppressed.size());
        suppressed.forEach(s -> s.write(out));
    }

    private static void putText(PayloadBuffer out, String text) {
        if (text == null) {
            out.putVarInt(0);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putVarInt(bytes.length + 1);
        out.put(bytes, 0, bytes.length);
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws java.nio.BufferUnderflowException if it ends too early
     * @throws IllegalArgumentException if it makes no sense
     */
    public static RemoteFailure decode(PayloadReader in) {
        RemoteFailure data = read(in, 0);
        int length = in.getVarInt() - 1;
        return new RemoteFailure(
                data.className,
                data.message,
                data.frames,
                data.cause,
                data.suppressed,
                length < 0 ? null : getBytes(in, length));
    }

    private static RemoteFailure read(PayloadReader in, int depth) {
        if (depth > MAX_DEPTH + 1) {
            throw new IllegalArgumentException("a failure nested too deeply");
        }
        String className = String.valueOf(getText(in));
        String message = getText(in);
        int frameCount = count(in);
        List<StackTraceElement> frames = new ArrayList<>();
        for (int i = 0; i < frameCount; i++) {
            frames.add(new StackTraceElement(
                    String.valueOf(getText(in)), String.valueOf(getText(in)), getText(in), in.getInt()));
        }
        RemoteFailure cause = in.getByte() == 0 ? null : read(in, depth + 1);
        int suppressedCount = count(in);
        List<RemoteFailure> suppressed = new ArrayList<>();
        for (int i = 0; i < suppressedCount; i++) {
            suppressed.add(read(in, depth + 1));
        }
        return new RemoteFailure(className, message, frames, cause, suppressed, null);
    }

    private static int count(PayloadReader in) {
        int count = in.getVarInt();
        if (count < 0 || count > in.remaining()) {
            throw new IllegalArgumentException(count + " parts of a failure");
        }
        return count;
    }

    private static String getText(PayloadReader in) {
        int length = in.getVarInt() - 1;
        return length < 0 ? null : new String(getBytes(in, length), StandardCharsets.UTF_8);
    }

    private static byte[] getBytes(PayloadReader in, int length) {
        int start = in.position();
        in.skip(length);
        return java.util.Arrays.copyOfRange(in.array(), start, start + length);
    }

    /** The original with its own type, if it was encoded and its class can be loaded here. */
    public Optional<Throwable> rebuild(PayloadCodec codec) {
        if (original == null) {
            return Optional.empty();
        }
        try {
            return codec.decode(original, 0, original.length) instanceof Throwable rebuilt
                            && rebuilt.getClass().getName().equals(className)
                    ? Optional.of(rebuilt)
                    : Optional.empty();
        } catch (DecodingException e) {
            return Optional.empty(); // the data has to do
        }
    }
}
