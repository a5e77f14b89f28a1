package dev.procpool.internal.engine.items;

import dev.procpool.internal.backend.Batch;
import dev.procpool.protocol.message.Slice;
import java.util.List;

/**
 * Items of one batch that are sent to a worker together. Immutable.
 *
 * @param from the first item, as a position in the batch
 * @param to the position after the last item
 * @param items their encodings
 * @param attempt how often the items were started, this time included
 * @param earlier the deaths and timeouts of earlier attempts
 * @param sinceNanos when the items became pending first
 * @param chargedNanos the time that the client of their call was charged for each item
 */
public record Chunk(
        Batch batch,
        int from,
        int to,
        Slice items,
        int attempt,
        List<RuntimeException> earlier,
        long sinceNanos,
        long chargedNanos) {

    public int count() {
        return to - from;
    }

    /** Its first items. */
    Chunk until(int end) {
        return new Chunk(batch, from, end, items, attempt, earlier, sinceNanos, chargedNanos);
    }
}
