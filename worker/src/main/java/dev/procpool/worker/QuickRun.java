package dev.procpool.worker;

import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.message.Command.Commit;
import dev.procpool.protocol.message.Command.RunChunk;
import dev.procpool.protocol.message.PayloadReader;

/**
 * Runs the items of a chunk, one after the other. Up to 16 items that are quicker than 2 µs, and whose results are
 * packed, share one reading of the clock, as a reading costs more than they do.
 *
 * <p>Confined to the worker's main thread.
 */
final class QuickRun {

    private static final long QUICK_NANOS = 2_000;
    private static final int MOST_TOGETHER = 16;

    private final RunningItem running;
    private final ItemRunner item;
    private final ResultBatch batch;

    /** When the items began that are measured next. */
    private long startNanos;

    /** The largest number of items that are measured together next. */
    private int together;

    QuickRun(RunningItem running, ItemRunner item, ResultBatch batch) {
        this.running = running;
        this.item = item;
        this.batch = batch;
    }

    /**
     * Runs the items of {@code chunk}, or those before the first one that was recalled; the batch has begun with the
     * chunk.
     */
    void run(RunChunk chunk, PayloadCodec codec, long nowNanos) {
        startNanos = nowNanos;
        together = 1;
        PayloadReader items = chunk.items().reader();
        int done = 0;
        int ran;
        do {
            ran = runTogether(chunk, done, items, codec);
            done += ran;
        } while (ran > 0 && done < chunk.count());
    }

    /**
     * Runs the next items up to {@link #together}, to the first one that was recalled, or to the first one whose result
     * is not packed. An item is ended by the start of the next one, and its result added then, before the next
     * one is open.
     *
     * @return how many items ran; 0 if the first one was recalled, as an item that was recalled remains so
     */
    private int runTogether(RunChunk chunk, int from, PayloadReader items, PayloadCodec codec) {
        boolean perItem = chunk.commit() == Commit.PER_ITEM;
        int most = perItem ? 1 : Math.min(together, chunk.count() - from);
        if (most > 1) {
            batch.expect(most - 1, startNanos);
        }
        long first = chunk.firstOrdinal() + from;
        int ran = 0;
        Object value = null;
        while (ran < most && (ran == 0 || value != null) && running.start(first + ran)) {
            if (ran > 0) {
                batch.add(value);
                batch.holdBack();
            }
            int head = chunk.layout().head(items);
            running.open();
            value = item.run(chunk, items.position(), head, codec, startNanos);
            items.skip(chunk.layout().length(head));
            ran++;
        }
        if (ran > 0) {
            running.close();
            measure(value, ran, perItem);
            if (from + ran == chunk.count()) {
                running.end();
            }
        }
        return ran;
    }

    /**
     * Adds the result of the item that ran last, and measures it and those before it.
     *
     * @param value the result; null if the item runner has kept it
     */
    private void measure(Object value, int ran, boolean commits) {
        long endedNanos;
        boolean tookTime;
        if (value != null) {
            batch.add(value);
            endedNanos = System.nanoTime();
            tookTime = batch.measure(endedNanos - startNanos, endedNanos);
        } else {
            tookTime = item.addKept(startNanos);
            endedNanos = item.endedNanos();
        }
        if (commits) {
            batch.commit(); // before the item ends: a death in between must not run it twice
            tookTime = true;
        }
        together = (endedNanos - startNanos) / ran < QUICK_NANOS ? Math.min(2 * together, MOST_TOGETHER) : 1;
        startNanos = tookTime ? System.nanoTime() : endedNanos;
    }
}
