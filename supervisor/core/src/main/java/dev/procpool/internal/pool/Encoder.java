package dev.procpool.internal.pool;

import dev.procpool.ArgumentSerializationException;
import dev.procpool.PayloadTooLargeException;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.backend.SharedValue;
import dev.procpool.internal.between.Journeys;
import dev.procpool.internal.code.CallCode;
import dev.procpool.internal.code.Shipping;
import dev.procpool.protocol.code.CodeNotes;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.EncodingException;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.SharedEncoding;
import dev.procpool.protocol.codec.SharedHandle;
import dev.procpool.protocol.codec.SharedValues;
import dev.procpool.protocol.codec.TaskAdapters.CallTask;
import dev.procpool.protocol.codec.TaskAdapters.Spread;
import dev.procpool.protocol.message.Command;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.task.Shared;
import dev.procpool.task.Task;
import dev.procpool.task.TaskBiFunction;
import dev.procpool.task.TaskFunction;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Encodes functions and items on the thread of the caller, and numbers calls. Thread-safe. */
public final class Encoder {

    /** The advice for a value that is too large. */
    static final String LIMIT_ADVICE = "PoolBuilder.maxPayload sets the limit";

    private static final int FEW_BYTES = 64;
    private static final int KEPT_BYTES = 1 << 20;

    private final Codecs codecs;
    private final SharedRegistry shared;

    /** A buffer that no call uses: to allocate a large one for each call would cost more than to fill it. */
    private final AtomicReference<PayloadBuffer> idleBuffer = new AtomicReference<>();

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong functions;
    private final Shipping shipping;

    /** Functions without fields, which are always encoded alike; by class, so that the classes can be collected. */
    private final Map<Class<?>, EncodedFunction> stateless = Collections.synchronizedMap(new WeakHashMap<>());

    private final TaskFunction<?, ?> callTask = new CallTask();

    /**
     * An encoder of functions and items.
     *
     * @param codecs null where nothing is encoded
     * @param shared the shared values of the pool
     * @param functions the number of the last function, shared value or space
     * @param shipping sends classes that workers lack
     */
    public Encoder(Codecs codecs, SharedRegistry shared, AtomicLong functions, Shipping shipping) {
        this.codecs = codecs;
        this.shared = shared;
        this.functions = functions;
        this.shipping = shipping;
    }

    /** An encoder for workers that have all classes. */
    public Encoder(Codecs codecs, SharedRegistry shared) {
        this(codecs, shared, new AtomicLong(), new Shipping(type -> false, codecs, 0, () -> 0));
    }

    /** Whether anything is encoded; a pool of threads passes objects as they are. */
    boolean encodes() {
        return codecs != null;
    }

    /** The number of the next call, from 1. */
    long nextCallId() {
        return calls.incrementAndGet();
    }

    /** The function that calls its argument, a task. */
    EncodedFunction callTask() {
        return function(callTask);
    }

    /**
     * A function of two arguments as one of a pair.
     *
     * @throws ArgumentSerializationException if it cannot be encoded
     */
    @SuppressWarnings("unchecked")
    EncodedFunction spread(TaskBiFunction<?, ?, ?> function) {
        Objects.requireNonNull(function, "function");
        return function(new Spread((TaskBiFunction<Object, Object, Object>) function));
    }

    /**
     * A function, encoded once for all calls if it has no fields.
     *
     * @throws ArgumentSerializationException if it cannot be encoded
     */
    @SuppressWarnings("unchecked")
    EncodedFunction function(TaskFunction<?, ?> function) {
        Objects.requireNonNull(function, "function");
        Class<?> type = function.getClass();
        if (!encodes()) {
            return new EncodedFunction(
                    functions.incrementAndGet(), type.getName(), null, (TaskFunction<Object, Object>) function, true);
        }
        if (hasState(type) || shipping.isForeign(type)) {
            return encoded(function, false);
        }
        return stateless.computeIfAbsent(type, key -> encoded(function, true));
    }

    private EncodedFunction encoded(TaskFunction<?, ?> function, boolean isShared) {
        List<SharedHandle<?>> uses = new ArrayList<>();
        SharedValues noting = handle -> {
            shared.sending(handle);
            SharedValue.of(handle).requireOpen();
            uses.add(handle);
        };
        CallCode classes = shipping.begin();
        classes.sharing(noting);
        List<Runnable> recalls = new ArrayList<>(0);
        byte[] code =
                Journeys.encode(() -> encode("function", () -> codecs.encode(function, noting, classes)), recalls::add);
        return new EncodedFunction(
                functions.incrementAndGet(),
                function.getClass().getName(),
                code,
                null,
                isShared,
                List.copyOf(uses),
                classes.isEmpty() ? null : classes,
                recalls);
    }

    /**
     * Shares a value with the workers.
     *
     * @param forget tells the workers that nothing refers to the value with this number any more
     * @throws ArgumentSerializationException if it cannot be encoded
     */
    <T> Shared<T> share(T value, LongConsumer forget) {
        Objects.requireNonNull(value, "value");
        byte[] encoded = encodes() ? encode("shared value", () -> encoding(value)) : null;
        return shared.add(functions.incrementAndGet(), value, encoded, forget);
    }

    private byte[] encoding(Object value) {
        PayloadCodec codec = codecs.take();
        try {
            return SharedEncoding.encode(value, codec);
        } finally {
            codecs.release(codec);
        }
    }

    private static boolean hasState(Class<?> type) {
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            if (Arrays.stream(c.getDeclaredFields()).anyMatch(f -> !Modifier.isStatic(f.getModifiers()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Sends the classes that the options of a call name, where workers lack them.
     *
     * @throws ArgumentSerializationException if one cannot be sent
     */
    void ship(Call call) {
        for (Class<?> type : call.options().ship()) {
            try {
                if (encodes() && shipping.isForeign(type)) {
                    call.classes.orMade(shipping::begin).names(type);
                }
            } catch (IllegalStateException e) {
                throw new ArgumentSerializationException(
                        "the class " + type.getName() + " cannot be sent to a worker: " + e.getMessage(), e);
            }
        }
    }

    /**
     * The commands that have a worker run a task before it is ready.
     *
     * @throws ArgumentSerializationException if the task cannot be encoded
     */
    public List<Command> initializer(Task<?> task) {
        CallCode classes = shipping.begin();
        byte[] code = encode("initializer", () -> codecs.encode(task, SharedValues.NONE, classes));
        List<Command> commands = new ArrayList<>(classes.enter());
        commands.add(new Command.Initialize(code));
        commands.addAll(classes.leave());
        return List.copyOf(commands);
    }

    private static byte[] encode(String name, Supplier<byte[]> encoding) {
        try {
            return encoding.get();
        } catch (EncodingException e) {
            throw refused(name, e);
        }
    }

    /**
     * An empty buffer for the argument of a caller that waits: the one that was given back last, where there is one.
     */
    PayloadBuffer takeBuffer() {
        PayloadBuffer taken = idleBuffer.getAndSet(null);
        return taken == null ? new PayloadBuffer(FEW_BYTES) : taken;
    }

    /** Takes back a buffer whose bytes are no longer in use. */
    void giveBack(PayloadBuffer buffer) {
        buffer.clear();
        buffer.trim(KEPT_BYTES);
        idleBuffer.setRelease(buffer);
    }

    /**
     * Checks out a codec for items, to be given back by {@link #release}.
     *
     * @param uses is told of the shared values that items refer to
     * @param call is told of the classes that workers lack
     */
    PayloadCodec takeCodec(SharedValues uses, Call call) {
        PayloadCodec codec = codecs.take();
        codec.sharing(uses);
        codec.noting(new CodeNotes() {
            @Override
            public void names(Class<?> type) {
                code().names(type);
            }

            @Override
            public void calls(Class<?> host, SerializedLambda lambda) {
                code().calls(host, lambda);
            }

            private CallCode code() {
                CallCode code = call.classes.orMade(shipping::begin);
                code.sharing(uses);
                return code;
            }
        });
        return codec;
    }

    /** @throws IllegalStateException if a handle is not of this pool */
    void requireOurs(SharedHandle<?> handle) {
        shared.sending(handle);
    }

    /** Gives a codec back. */
    void release(PayloadCodec codec) {
        codecs.release(codec);
    }

    /** The codecs of items; null where nothing is encoded. */
    Codecs codecs() {
        return codecs;
    }

    /**
     * Appends an item with its length.
     *
     * @throws ArgumentSerializationException if it cannot be encoded; nothing was appended then
     */
    static void encodeItem(PayloadCodec codec, Object item, PayloadBuffer out) {
        try {
            codec.encode(item, out);
        } catch (EncodingException e) {
            throw refused(item instanceof Task ? "task" : "argument", e);
        }
    }

    static RuntimeException refused(String name, EncodingException e) {
        String message = "the " + name + " cannot be sent to a worker: " + e.getMessage();
        return e instanceof dev.procpool.protocol.codec.PayloadTooLargeException
                ? new PayloadTooLargeException(message + "; " + LIMIT_ADVICE, e)
                : new ArgumentSerializationException(message, e.getCause() == null ? e : e.getCause());
    }
}
