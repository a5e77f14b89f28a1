package dev.procpool.internal.pool;

import dev.procpool.ArgumentSerializationException;
import dev.procpool.PayloadTooLargeException;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.EncodingException;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.TaskAdapters.CallTask;
import dev.procpool.protocol.codec.TaskAdapters.Spread;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.task.Task;
import dev.procpool.task.TaskBiFunction;
import dev.procpool.task.TaskFunction;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Encodes functions and items on the thread of the caller, and numbers calls. Thread-safe. */
public final class Encoder {

    private static final int FEW_BYTES = 64;
    private static final int KEPT_BYTES = 1 << 20;

    private final Codecs codecs;

    /** To allocate a large one for each call would cost more than to fill it. */
    private final AtomicReference<PayloadBuffer> idleBuffer = new AtomicReference<>();

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong functions = new AtomicLong();

    /** Functions without fields, which are always encoded alike; by class, so that they can be collected. */
    private final Map<Class<?>, EncodedFunction> stateless = Collections.synchronizedMap(new WeakHashMap<>());

    private final TaskFunction<?, ?> callTask = new CallTask();

    /** @param codecs null where nothing is encoded */
    public Encoder(Codecs codecs) {
        this.codecs = codecs;
    }

    boolean encodes() {
        return codecs != null;
    }

    long nextCallId() {
        return calls.incrementAndGet();
    }

    EncodedFunction callTask() {
        return function(callTask);
    }

    @SuppressWarnings("unchecked")
    EncodedFunction spread(TaskBiFunction<?, ?, ?> function) {
        Objects.requireNonNull(function, "function");
        return function(new Spread((TaskBiFunction<Object, Object, Object>) function));
    }

    /** @throws ArgumentSerializationException if it cannot be encoded */
    @SuppressWarnings("unchecked")
    EncodedFunction function(TaskFunction<?, ?> function) {
        Objects.requireNonNull(function, "function");
        if (!encodes()) {
            return new EncodedFunction(
                    functions.incrementAndGet(), null, (TaskFunction<Object, Object>) function, true);
        }
        if (hasState(function.getClass())) {
            return new EncodedFunction(functions.incrementAndGet(), encode("function", function), null, false);
        }
        return stateless.computeIfAbsent(
                function.getClass(),
                type -> new EncodedFunction(functions.incrementAndGet(), encode("function", function), null, true));
    }

    private static boolean hasState(Class<?> type) {
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            if (Arrays.stream(c.getDeclaredFields()).anyMatch(f -> !Modifier.isStatic(f.getModifiers()))) {
                return true;
            }
        }
        return false;
    }

    /** @throws ArgumentSerializationException if it cannot be encoded; the message says what it is */
    public byte[] encode(String what, Object value) {
        try {
            return codecs.encode(value);
        } catch (EncodingException e) {
            throw refused(what, e);
        }
    }

    /** An empty buffer for the argument of a caller that waits; the one that was given back last, where there is one. */
    PayloadBuffer takeBuffer() {
        PayloadBuffer taken = idleBuffer.getAndSet(null);
        return taken == null ? new PayloadBuffer(FEW_BYTES) : taken;
    }

    /** Nobody needs its bytes any more. */
    void giveBack(PayloadBuffer buffer) {
        buffer.clear();
        buffer.trim(KEPT_BYTES);
        idleBuffer.setRelease(buffer);
    }

    /** Checks out what encodes items. */
    PayloadCodec takeCodec() {
        return codecs.take();
    }

    void release(PayloadCodec codec) {
        codecs.release(codec);
    }

    /** Whether an item goes as it is, in a batch of its own. */
    boolean sendsAlone(Object item) {
        return codecs.sendsAlone(item);
    }

    /** Appends an item with its length. */
    static void encodeItem(PayloadCodec codec, Object item, PayloadBuffer out) {
        try {
            codec.encode(item, out);
        } catch (EncodingException e) {
            throw refused(item instanceof Task ? "task" : "argument", e);
        }
    }

    private static RuntimeException refused(String what, EncodingException e) {
        String message = "the " + what + " cannot be sent to a worker: " + e.getMessage();
        return e instanceof dev.procpool.protocol.codec.PayloadTooLargeException
                ? new PayloadTooLargeException(message, e)
                : new ArgumentSerializationException(message, e.getCause() == null ? e : e.getCause());
    }
}
