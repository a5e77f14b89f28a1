package dev.procpool.internal.pool;

import dev.procpool.Outcome;
import dev.procpool.internal.backend.Settlement;
import java.util.ArrayDeque;
import java.util.Queue;

/** Results as outcomes. Confined to the consumer. */
final class OutcomeBuffer<R> implements ResultBuffer<Outcome<R>> {

    private final Queue<Outcome<?>> results = new ArrayDeque<>();

    @Override
    public void succeeded(Settlement.Ran from, long index, Object value, long runNanos) {
        results.add(OutcomeDecoder.outcome(from, index, value, null, runNanos));
    }

    @Override
    public void failed(Outcome<Object> outcome) {
        results.add(outcome);
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
    public Outcome<R> next() {
        return (Outcome<R>) results.remove();
    }
}
