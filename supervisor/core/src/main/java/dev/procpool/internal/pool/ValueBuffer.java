package dev.procpool.internal.pool;

import dev.procpool.Outcome;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;

/** Results as values; {@link #next} throws the failure of an item that has none. Confined to the consumer. */
final class ValueBuffer<T> implements ResultBuffer<T> {

    private record Failed(Outcome<Object> outcome) {}

    private final ResultQueue results = new ResultQueue();

    @Override
    public void succeeded(Call call, Settlement.Ran from, long index, Object value, long startedNanos, long runNanos) {
        results.add(value);
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
        Object next = results.next();
        if (next instanceof Failed failed) {
            failed.outcome.get(); // throws
        }
        return (T) next;
    }
}
