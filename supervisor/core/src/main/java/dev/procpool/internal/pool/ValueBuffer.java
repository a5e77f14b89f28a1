package dev.procpool.internal.pool;

import dev.procpool.Outcome;
import dev.procpool.internal.backend.Settlement;
import java.util.ArrayDeque;
import java.util.Queue;

/** Results as values; {@link #next} throws the failure of an item that has none. Confined to the consumer. */
final class ValueBuffer<T> implements ResultBuffer<T> {

    /** Stands for null, which a queue cannot hold. */
    private static final Object NULL = new Object();

    private record Failed(Outcome<Object> outcome) {}

    private final Queue<Object> results = new ArrayDeque<>();

    @Override
    public void succeeded(Settlement.Ran from, long index, Object value, long runNanos) {
        results.add(value == null ? NULL : value);
    }

    @Override
    public void failed(Outcome<Object> outcome) {
        results.add(new Failed(outcome));
    }

    @Override
    public boolean isEmpty() {
        return results.isEmpty();
    }

    @Override
    public void clear() {
        results.clear();
    }

    @Override
    @SuppressWarnings("unchecked")
    public T next() {
        Object next = results.remove();
        if (next instanceof Failed failed) {
            failed.outcome.get(); // throws
        }
        return next == NULL ? null : (T) next;
    }
}
