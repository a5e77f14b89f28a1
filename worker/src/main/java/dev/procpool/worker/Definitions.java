package dev.procpool.worker;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.SharedHandle;
import dev.procpool.protocol.codec.SharedValues;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.task.TaskFunction;
import java.util.HashMap;
import java.util.Map;

/**
 * The functions and shared values that the supervisor has defined and not yet forgotten, by their ids. Confined to the
 * worker's main thread.
 */
final class Definitions implements SharedValues {

    private static final long NONE = 0;

    private final Codecs codecs;
    private final Opening opening;
    private final Map<Long, byte[]> encoded = new HashMap<>();
    private final Map<Long, TaskFunction<Object, Object>> decoded = new HashMap<>();
    private final Map<Long, SharedHandle<Object>> shared = new HashMap<>();
    private long lastId = NONE;
    private TaskFunction<Object, Object> last;

    /** Prepares the classes of functions. */
    @FunctionalInterface
    interface Opening {

        /** A function is about to be decoded. */
        void open(PayloadCodec codec);
    }

    /**
     * No definitions.
     *
     * @param codecs decode shared values
     * @param opening called before a function is decoded
     */
    Definitions(Codecs codecs, Opening opening) {
        this.codecs = codecs;
        this.opening = opening;
    }

    /** Calls the opening. */
    void open(PayloadCodec codec) {
        opening.open(codec);
    }

    /** Has the opening called again, before the next item. */
    void openAgain() {
        lastId = NONE;
        last = null;
    }

    /** Keeps a function or a value in its encoded form; it is decoded while the first item that needs it runs. */
    void define(long id, byte[] payload) {
        encoded.put(id, payload);
    }

    /** Takes a value that was defined here and is not decoded yet; null if there is none. */
    byte[] take(long id) {
        return encoded.remove(id);
    }

    /** Whether a shared value is here. */
    boolean hasShared(long id) {
        return shared.containsKey(id) || encoded.containsKey(id);
    }

    /** Moves what is not decoded yet to other definitions. */
    void moveTo(Definitions other) {
        encoded.forEach(other.encoded::putIfAbsent);
        encoded.clear();
    }

    void forget(long id) {
        encoded.remove(id);
        decoded.remove(id);
        if (id == lastId) {
            lastId = NONE;
            last = null;
        }
        SharedHandle<Object> handle = shared.remove(id);
        if (handle != null) {
            ((SharedCopy) handle.access()).forget();
        }
    }

    /**
     * The function with an id, decoded.
     *
     * @throws ProtocolException if there is none
     */
    TaskFunction<Object, Object> get(long id, PayloadCodec codec) {
        return id == lastId ? last : lookUp(id, codec);
    }

    @SuppressWarnings("unchecked")
    private TaskFunction<Object, Object> lookUp(long id, PayloadCodec codec) {
        opening.open(codec);
        TaskFunction<Object, Object> function = decoded.get(id);
        if (function == null) {
            byte[] bytes = encoded.get(id);
            if (bytes == null) {
                throw new ProtocolException("function " + id + " was never defined");
            }
            function = (TaskFunction<Object, Object>) codec.decode(bytes, 0, bytes.length);
            decoded.put(id, function);
            encoded.remove(id);
        }
        lastId = id;
        last = function;
        return function;
    }

    // ---- shared values

    @Override
    public void sending(SharedHandle<?> handle) {
        if (shared.get(handle.id()) != handle) {
            throw new IllegalStateException(ELSEWHERE);
        }
    }

    @Override
    public SharedHandle<?> received(long id) {
        SharedHandle<Object> known = shared.get(id);
        if (known != null) {
            return known;
        }
        byte[] bytes = encoded.remove(id);
        if (bytes == null) {
            throw new IllegalStateException("shared value " + id + " was never defined");
        }
        SharedHandle<Object> handle = new SharedHandle<>(id, new SharedCopy(bytes, codecs));
        shared.put(id, handle);
        return handle;
    }
}
