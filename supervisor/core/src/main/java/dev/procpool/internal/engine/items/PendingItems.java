package dev.procpool.internal.engine.items;

import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.FairQueue;
import dev.procpool.internal.code.ShippedSpace;
import dev.procpool.protocol.codec.SharedHandle;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.Slice;
import java.util.List;

/**
 * Consecutive items of one batch that no worker holds; chunks are cut from its head. Guarded by the engine lock.
 *
 * <p>A cut is a walk over the lengths of the items, or a multiplication where they are packed numbers, and nothing is
 * copied. An array of bytes is the only item of its batch.
 */
public final class PendingItems implements FairQueue.Entry {

    private final Batch batch;
    private final int attempt;
    private final List<RuntimeException> earlier;
    private final long sinceNanos;
    private final PayloadReader reader;
    private int from;
    private final int to;
    private final int end;
    private long arrival;

    private PendingItems(
            Batch batch,
            int from,
            int to,
            int offset,
            int end,
            int attempt,
            List<RuntimeException> earlier,
            long sinceNanos) {
        this.end = end;
        this.batch = batch;
        this.from = from;
        this.to = to;
        this.attempt = attempt;
        this.earlier = earlier;
        this.sinceNanos = sinceNanos;
        this.reader = new PayloadReader(batch.encoded(), offset, batch.encodedLength());
    }

    public static PendingItems of(Batch batch, long nowNanos) {
        return new PendingItems(batch, 0, batch.count(), 0, batch.encodedLength(), 1, List.of(), nowNanos);
    }

    /** A part of a chunk that was not started and is to run on another worker. */
    public static PendingItems again(Chunk chunk, int from, int to) {
        return part(chunk, from, to, chunk.attempt(), chunk.earlier());
    }

    /** An item of a chunk that has failed and is to be started once more. */
    static PendingItems retry(Chunk chunk, int item, List<RuntimeException> failures) {
        return part(chunk, item, item + 1, chunk.attempt() + 1, failures);
    }

    private static PendingItems part(Chunk chunk, int from, int to, int attempt, List<RuntimeException> earlier) {
        int start = chunk.items().offset();
        int end = start + chunk.items().length();
        PendingItems part =
                new PendingItems(chunk.batch(), chunk.from(), to, start, end, attempt, earlier, chunk.sinceNanos());
        part.skipItems(from - part.from);
        return part;
    }

    public Call call() {
        return batch.call();
    }

    @Override
    public Object client() {
        return batch.call().client();
    }

    Batch batch() {
        return batch;
    }

    /** Whether the items have to wait until the consumer of their call has taken results. */
    boolean isHeldBack() {
        return batch.call().holdsBack(batch.firstIndex() + from);
    }

    /** The number of the arrival of the items; 0 for items that were sent before. */
    long arrival() {
        return arrival;
    }

    void arriveAs(long number) {
        arrival = number;
    }

    /** The classes that workers lack and the items need; null if they have all. */
    public ShippedSpace space() {
        return batch.space();
    }

    /** The shared values that the items refer to. */
    public List<SharedHandle<?>> uses() {
        return batch.uses();
    }

    /** The number of the next attempt, from 1. */
    public int attempt() {
        return attempt;
    }

    /** The deaths and timeouts of earlier attempts; only for a single item. */
    List<RuntimeException> earlier() {
        return earlier;
    }

    int from() {
        return from;
    }

    @Override
    public int count() {
        return to - from;
    }

    boolean isEmpty() {
        return from >= to;
    }

    /** The bytes of the items; exact for items that were never sent, at most those of a chunk too many for others. */
    public long bytes() {
        return (long) end - reader.position();
    }

    /** The bytes of an item, on average. */
    public long bytesPerItem() {
        return bytes() / count();
    }

    /**
     * Cuts a chunk of at least one item from the head.
     *
     * @param chargedNanos what the client is charged for each item
     */
    Chunk cut(int maxItems, int maxBytes, long chargedNanos) {
        int first = from;
        int offset = reader.position();
        int bytes = batch.layout().bytes();
        if (bytes > 0) {
            skipItems(Math.min(Math.min(maxItems, to - from), maxBytes / bytes));
        } else {
            do {
                skipItems(1);
            } while (from < to && from - first < maxItems && reader.position() - offset < maxBytes);
        }
        // The last item may have gone beyond the bound, which leaves room for one item of the largest size.
        return new Chunk(
                batch,
                first,
                from,
                new Slice(batch.encoded(), offset, reader.position() - offset),
                attempt,
                earlier,
                sinceNanos,
                chargedNanos);
    }

    private void skipItems(int count) {
        batch.layout().skip(reader, count);
        from += count;
    }
}
