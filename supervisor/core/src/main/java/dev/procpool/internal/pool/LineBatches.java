package dev.procpool.internal.pool;

import dev.procpool.internal.backend.Batch;
import dev.procpool.lines.LineText;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.PayloadReader;
import java.util.Map;
import java.util.TreeMap;

/**
 * The batches of a call of lines, each until the consumer is done with all of its lines: the texts of lines are found
 * here, so that no line needs an entry of its own. Batches are added by any thread; the consumer calls the rest.
 */
final class LineBatches {

    private static final class Held {

        private final Batch batch;
        private int left;

        Held(Batch batch) {
            this.batch = batch;
            this.left = batch.count();
        }
    }

    private final TreeMap<Long, Held> byFirstIndex = new TreeMap<>(); // guarded by this

    // ---- confined to the consumer: where the line was that was asked for last

    private Batch batch;
    private PayloadReader reader;
    private long nextIndex;

    /** Adds a batch before its lines can have outcomes. */
    synchronized void add(Batch added) {
        byFirstIndex.put(added.firstIndex(), new Held(added));
    }

    /** The consumer is done with some lines, which were settled together. */
    synchronized void done(long firstIndex, int count) {
        Map.Entry<Long, Held> entry = byFirstIndex.floorEntry(firstIndex);
        if (entry == null || !contains(entry.getValue().batch, firstIndex)) {
            return; // a line that could not be used is in no batch
        }
        Held held = entry.getValue();
        held.left -= count;
        if (held.left == 0) {
            byFirstIndex.remove(entry.getKey());
            batch = null;
        }
    }

    private static boolean contains(Batch batch, long index) {
        return index >= batch.firstIndex() && index < batch.firstIndex() + batch.count();
    }

    private synchronized Batch holder(long index) {
        Map.Entry<Long, Held> entry = byFirstIndex.floorEntry(index);
        return entry == null ? null : entry.getValue().batch;
    }

    /** Moves a text to the line with an index; to nothing, if that could not be used. */
    void find(long index, LineText text) {
        if (batch == null || index < nextIndex || !contains(batch, index)) {
            batch = holder(index);
            if (batch == null || !contains(batch, index)) {
                batch = null;
                text.clear();
                return;
            }
            reader = batch.encoded() == null ? null : new PayloadReader(batch.encoded(), 0, batch.encodedLength());
            nextIndex = batch.firstIndex();
        }
        if (reader == null) {
            text.moveTo((String) batch.objects().get((int) (index - batch.firstIndex())));
        } else {
            ItemLayout.TEXTS.skip(reader, (int) (index - nextIndex));
            int length = ItemLayout.TEXTS.length(ItemLayout.TEXTS.head(reader));
            text.moveTo(reader.array(), reader.position(), length);
            reader.skip(length);
        }
        nextIndex = index + 1;
    }
}
