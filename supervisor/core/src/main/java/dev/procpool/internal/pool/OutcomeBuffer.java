package dev.procpool.internal.pool;

import dev.procpool.Outcome;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;

/** Results as outcomes. Confined to the consumer. */
final class OutcomeBuffer<R> implements ResultBuffer<Outcome<R>> {

    private final ResultQueue results = new ResultQueue();

    @Override
    public void succeeded(Call call, Settlement.Ran from, long index, Object value, long startedNanos, long runNanos) {
        results.add(OutcomeDecoder.outcome(call, from, index, value, null, startedNanos, runNanos));
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
        return (Outcome<R>) results.next();
    }
}
