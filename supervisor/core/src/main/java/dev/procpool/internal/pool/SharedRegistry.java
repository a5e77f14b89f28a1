package dev.procpool.internal.pool;

import dev.procpool.internal.backend.SharedValue;
import dev.procpool.protocol.codec.SharedHandle;
import dev.procpool.protocol.codec.SharedValues;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/**
 * The handles of the values that a pool shares with its workers, by their numbers. Thread-safe. Does not keep them: a
 * handle that the program has lost, and that no call uses, is forgotten here and by the workers.
 */
public final class SharedRegistry implements SharedValues {

    private final Map<Long, WeakReference<SharedHandle<?>>> handles = new ConcurrentHashMap<>();
    private final Cleaner cleaner;

    /** @param cleaner watches the handles */
    public SharedRegistry(Cleaner cleaner) {
        this.cleaner = cleaner;
    }

    /**
     * Makes the handle of a value.
     *
     * @param encoded null where nothing is encoded
     * @param forget tells the workers that nothing refers to the value with this number any more
     */
    <T> SharedHandle<T> add(long id, T value, byte[] encoded, LongConsumer forget) {
        SharedHandle<T> handle = new SharedHandle<>(id, new SharedValue<>(value, encoded, () -> forget.accept(id)));
        handles.put(id, new WeakReference<>(handle));
        cleaner.register(handle, () -> lost(id, forget));
        return handle;
    }

    private void lost(long id, LongConsumer forget) {
        handles.remove(id);
        forget.accept(id);
    }

    /** Accepts the handles of this pool, open or not. */
    @Override
    public void sending(SharedHandle<?> handle) {
        if (find(handle.id()) != handle) {
            throw new IllegalStateException(ELSEWHERE);
        }
    }

    @Override
    public SharedHandle<?> received(long id) {
        SharedHandle<?> found = find(id);
        if (found == null) {
            throw new IllegalStateException("shared value " + id + " is not known");
        }
        return found;
    }

    private SharedHandle<?> find(long id) {
        WeakReference<SharedHandle<?>> reference = handles.get(id);
        return reference == null ? null : reference.get();
    }
}
