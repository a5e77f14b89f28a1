package dev.procpool.internal.pool;

import dev.procpool.Outcome;

/** Decoded results that the consumer has not taken yet, as values or as outcomes. Confined to the consumer. */
interface ResultBuffer<T> extends OutcomeDecoder.Sink {

    /** A buffer that gives values, and throws failures. */
    static <T> ResultBuffer<T> ofValues() {
        return new ValueBuffer<>();
    }

    /** A buffer that gives outcomes. */
    static <R> ResultBuffer<Outcome<R>> ofOutcomes() {
        return new OutcomeBuffer<>();
    }

    /** Whether there is no result to take. */
    boolean isEmpty();

    /** Removes all results. */
    void clear();

    /** Takes the next result. */
    T next();
}
