package dev.procpool.internal.pool;

import dev.procpool.Outcome;
import dev.procpool.internal.backend.Settlement;
import java.util.ArrayDeque;
import java.util.Queue;

/** Decoded results that the consumer has not taken yet, as values or as outcomes. Confined to the consumer. */
abstract class ResultBuffer<T> implements OutcomeDecoder.Sink {

    private final Queue<Object> results = new ArrayDeque<>();

    /** Gives values, and throws failures. */
    static <T> ResultBuffer<T> ofValues() {
        return new Values<>();
    }

    /** Gives outcomes. */
    static <R> ResultBuffer<Outcome<R>> ofOutcomes() {
        return new Outcomes<>();
    }

    boolean isEmpty() {
        return results.isEmpty();
    }

    void clear() {
        results.clear();
    }

    void add(Object result) {
        results.add(result);
    }

    Object remove() {
        return results.remove();
    }

    /** Takes the next result. */
    abstract T next();

    private static final class Values<T> extends ResultBuffer<T> {

        private static final Object NULL = new Object();

        private record Failed(Outcome<Object> outcome) {}

        @Override
        public void succeeded(Settlement.Ran from, long index, Object value, long runNanos) {
            add(value == null ? NULL : value);
        }

        @Override
        public void failed(Outcome<Object> outcome) {
            add(new Failed(outcome));
        }

        @Override
        @SuppressWarnings("unchecked")
        T next() {
            Object next = remove();
            if (next instanceof Failed failed) {
                failed.outcome.get(); // throws
            }
            return next == NULL ? null : (T) next;
        }
    }

    private static final class Outcomes<R> extends ResultBuffer<Outcome<R>> {

        @Override
        public void succeeded(Settlement.Ran from, long index, Object value, long runNanos) {
            add(OutcomeDecoder.outcome(from, index, value, null, runNanos));
        }

        @Override
        public void failed(Outcome<Object> outcome) {
            add(outcome);
        }

        @Override
        @SuppressWarnings("unchecked")
        Outcome<R> next() {
            return (Outcome<R>) remove();
        }
    }
}
