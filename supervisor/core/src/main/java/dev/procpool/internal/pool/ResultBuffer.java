package dev.procpool.internal.pool;

/** Decoded results that the consumer has not taken yet, as values or as outcomes. Confined to the consumer. */
interface ResultBuffer<T> extends OutcomeDecoder.Sink {

    /** Whether there is no result to take. */
    boolean isEmpty();

    /** Removes all results. */
    void clear();

    /** Takes the next result. */
    T next();
}
