package dev.procpool.internal.engine;

import dev.procpool.internal.pool.Batch;
import dev.procpool.protocol.Slice;

/**
 * Items that are sent to a worker together. Immutable.
 *
 * @param from the first item, as a position in the batch
 * @param to the position after the last item
 * @param items their encodings, each with its length
 * @param attempt how often they were sent, this time included
 * @param sinceNanos when they became pending first
 */
record Chunk(Batch batch, int from, int to, Slice items, int attempt, long sinceNanos) {

    int count() {
        return to - from;
    }
}
