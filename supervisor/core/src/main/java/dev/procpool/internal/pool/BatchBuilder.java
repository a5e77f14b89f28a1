package dev.procpool.internal.pool;

import dev.procpool.PayloadTooLargeException;
import dev.procpool.PoolException;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.between.Journeys;
import dev.procpool.internal.code.ShippedSpace;
import dev.procpool.lines.LineText;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.SharedHandle;
import dev.procpool.protocol.codec.SharedValues;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Collects the items of a call until they are submitted together. Confined to one thread at a time. */
public final class BatchBuilder implements SharedValues, AutoCloseable {

    /** A batch of this size is large enough to be submitted. */
    static final int MANY_BYTES = 256 * 1024;

    private static final int FEW_BYTES = 64;

    /** The divisor for additional room: batches of items of different sizes differ by about an eighth. */
    private static final int SLACK = 8;

    private final Encoder encoder;
    private final Call call;
    private final boolean callerWaits;
    private PayloadCodec codec;
    private PayloadBuffer encoded;

    /** The only item, with the layout {@link ItemLayout#BYTES}; else null. */
    private byte[] alone;

    private ItemLayout layout = ItemLayout.SIZED;
    private boolean isMixed;
    private final RecordItems records = new RecordItems();
    private List<Object> objects = new ArrayList<>(1);
    private Set<SharedHandle<?>> uses = Set.of();
    private int count;
    private Consumer<Batch> whenTaken = batch -> {};

    /** The size of the batch if it is like the one before: a buffer that grows would be copied up to twice. */
    private int likelyBytes = FEW_BYTES;

    /** A builder of batches of any number of items. */
    BatchBuilder(Encoder encoder, Call call) {
        this(encoder, call, new PayloadBuffer(FEW_BYTES), false);
    }

    /**
     * A builder for a caller that waits for the only item: no thread should change the item before it is settled, so
     * that it need not be copied.
     *
     * @param buffer an empty buffer for the encoding, in use until the item is settled
     */
    BatchBuilder(Encoder encoder, Call call, PayloadBuffer buffer) {
        this(encoder, call, buffer, true);
    }

    private BatchBuilder(Encoder encoder, Call call, PayloadBuffer buffer, boolean callerWaits) {
        this.encoder = encoder;
        this.call = call;
        this.encoded = buffer;
        this.callerWaits = callerWaits;
    }

    /** Has {@code taken} told of each batch, before the backend gets it. */
    void tellOf(Consumer<Batch> taken) {
        whenTaken = taken;
    }

    /** The number of items that are collected. */
    int count() {
        return count;
    }

    /** The size of their encodings. */
    int bytes() {
        return alone == null ? encoded.size() : alone.length;
    }

    /**
     * Adds an item.
     *
     * @throws PoolException if the item cannot be encoded; it was not added then
     */
    void add(Object item) {
        if (count > 0 && layout.fits(item)) {
            layout.put(item, encoded);
        } else if (item instanceof LineItems lines) {
            addLine(lines.line());
        } else if (encoder.encodes()) {
            encode(item);
        } else {
            objects.add(item);
        }
        count++;
    }

    /** Adds a line, where all items are lines: they are texts already, of any length. */
    private void addLine(LineText line) {
        if (!encoder.encodes()) {
            objects.add(line.toString());
            return;
        }
        int maxBytes = encoder.codecs().maxPayloadBytes();
        if (line.length() > maxBytes) {
            throw new PayloadTooLargeException(
                    "the argument cannot be sent to a worker: a line of " + line.length() + " bytes where " + maxBytes
                            + " are allowed; " + Encoder.LIMIT_ADVICE,
                    null);
        }
        if (count == 0) {
            layout = ItemLayout.TEXTS;
            encoded.ensureCapacity(likelyBytes);
        }
        ItemLayout.putText(line.array(), line.offset(), line.length(), encoded);
    }

    private void encode(Object item) {
        if (count == 0) {
            if (encoder.codecs().sendsAlone(item) && (!isMixed || ((byte[]) item).length >= MANY_BYTES)) {
                layout = ItemLayout.BYTES;
                alone = callerWaits ? (byte[]) item : ((byte[]) item).clone();
                return;
            }
            layout = isMixed ? ItemLayout.SIZED : records.layoutOf(item, encoder.codecs());
            encoded.ensureCapacity(likelyBytes);
        } else if (alone != null) {
            unpack();
        }
        if (layout.fits(item)) {
            layout.put(item, encoded);
            return;
        }
        if (layout == ItemLayout.RECORDS) {
            if (records.put(item, encoded)) {
                return;
            }
        } else if (layout.isPacked()) {
            unpack();
        }
        if (Journeys.areExpected()) {
            Journeys.encode(() -> encodeByCodec(item), call.shared::afterwards);
        } else {
            encodeByCodec(item);
        }
    }

    private Object encodeByCodec(Object item) {
        records.encode(layout, item, codec(), encoded);
        return item;
    }

    private PayloadCodec codec() {
        if (codec == null) {
            codec = encoder.takeCodec(this, call);
        }
        return codec;
    }

    /** An item that is being encoded refers to a shared value. */
    @Override
    public void sending(SharedHandle<?> handle) {
        encoder.requireOurs(handle);
        call.shared.add(handle);
        addUses(Set.of(handle));
    }

    private void addUses(Set<SharedHandle<?>> more) {
        if (uses.isEmpty()) {
            uses = new LinkedHashSet<>();
        }
        uses.addAll(more);
    }

    /** Gives each item its length, from now on: there are items of several types. */
    void unpack() {
        isMixed = true;
        if (alone != null) {
            Encoder.encodeItem(codec(), alone, encoded);
            alone = null;
            layout = ItemLayout.SIZED;
        } else if (layout.isPacked() && layout != ItemLayout.RECORDS) { // to read records would run constructors
            PayloadBuffer packed = encoded;
            encoded = new PayloadBuffer(Math.max(FEW_BYTES, 2 * packed.size()));
            PayloadReader items = new PayloadReader(packed.array(), 0, packed.size());
            while (items.remaining() > 0) {
                Encoder.encodeItem(codec(), layout.next(items), encoded);
            }
            layout = ItemLayout.SIZED;
        }
    }

    /** Adds an item; an item that cannot be encoded fails alone, at its position. */
    void addOrFail(Object item, Backend backend) {
        try {
            add(item);
        } catch (PoolException e) {
            submit(backend);
            failNext(e, backend);
        }
    }

    /** Settles the next item, which was not added, as failed. */
    void failNext(PoolException failure, Backend backend) {
        long index = call.reserve(1);
        if (index >= 0) {
            call.settle(Settlement.Direct.notRun(index, failure));
            call.signal();
            backend.nudge();
        }
    }

    /** Removes the items that are collected. */
    void drop() {
        records.endsInVain(count);
        count = 0;
        alone = null;
        encoded.clear();
        objects.clear();
        uses = Set.of();
    }

    /** Whether the items of {@code other} can be moved behind those of this one. */
    boolean hasLayoutOf(BatchBuilder other) {
        return count == 0 || layout == other.layout && alone == null && records.fit(layout, other.records);
    }

    /** Moves all items behind those of {@code other}, which has the same layout. */
    void moveTo(BatchBuilder other) {
        other.layout = layout;
        records.moveTo(other.records);
        other.alone = alone;
        other.encoded.put(encoded.array(), 0, encoded.size());
        other.objects.addAll(objects);
        if (!uses.isEmpty()) {
            other.addUses(uses);
        }
        other.count += count;
        drop();
    }

    /** Takes the collected items as items of the call; null if there are none, or the call was sealed meanwhile. */
    Batch take() {
        if (count == 0) {
            return null;
        }
        int taken = count;
        byte[] bytes = alone == null ? encoded.array() : alone;
        int length = alone == null ? encoded.size() : alone.length;
        List<Object> items = objects;
        count = 0;
        isMixed |= records.endsInVain(taken);
        alone = null;
        encoded = new PayloadBuffer(FEW_BYTES);
        int many = Math.min(length, MANY_BYTES);
        likelyBytes = taken == 1 ? FEW_BYTES : many + many / SLACK; // a single one says nothing of the next
        objects = new ArrayList<>(1);
        List<SharedHandle<?>> used = List.copyOf(uses);
        uses = Set.of();
        ShippedSpace space = call.classes.space();
        long first = call.reserve(taken);
        if (first < 0) {
            return null;
        }
        Batch batch = encoder.encodes()
                ? new Batch(call, first, taken, layout, records.description(layout), bytes, length, null, used, space)
                : new Batch(call, first, taken, layout, null, null, 0, items, used, null);
        whenTaken.accept(batch);
        return batch;
    }

    /** Submits the collected items, if there are any. */
    void submit(Backend backend) {
        Batch batch = take();
        if (batch != null) {
            batch.submitTo(backend);
        }
    }

    @Override
    public void close() {
        if (codec != null) {
            encoder.release(codec);
            codec = null;
        }
    }
}
