package dev.procpool.internal.pool;

import dev.procpool.PoolException;
import dev.procpool.protocol.PayloadBuffer;
import java.util.ArrayList;
import java.util.List;

/** Collects the items of a call until they are submitted together. Confined to one thread. */
final class ItemBatch {

    private final Encoder encoder;
    private final Call call;
    private PayloadBuffer encoded = new PayloadBuffer(64);
    private List<Object> objects = new ArrayList<>(1);
    private int count;

    ItemBatch(Encoder encoder, Call call) {
        this.encoder = encoder;
        this.call = call;
    }

    int count() {
        return count;
    }

    int bytes() {
        return encoded.size();
    }

    /**
     * Adds an item.
     *
     * @throws PoolException if it cannot be encoded; it was not added then
     */
    void add(Object item) {
        if (encoder.encodes()) {
            encoder.encodeItem(item, encoded);
        } else {
            objects.add(item);
        }
        count++;
    }

    /** Adds an item; one that cannot be encoded fails alone, at its place. */
    void addOrFail(Object item, Backend backend) {
        try {
            add(item);
        } catch (PoolException e) {
            submit(backend);
            long index = call.reserve(1);
            if (index >= 0) {
                call.settle(Settlement.Direct.notRun(index, e));
                call.signal();
                backend.nudge();
            }
        }
    }

    /** Hands over what was collected. */
    void submit(Backend backend) {
        if (count == 0) {
            return;
        }
        long first = call.reserve(count);
        if (first < 0) {
            count = 0; // the call was ended while the input was being read
            return;
        }
        Batch batch = encoder.encodes()
                ? new Batch(call, first, count, encoded.array(), encoded.size(), null)
                : new Batch(call, first, count, null, 0, objects);
        encoded = new PayloadBuffer(64);
        objects = new ArrayList<>(1);
        int submitted = count;
        count = 0;
        try {
            backend.submit(batch);
        } catch (RuntimeException | Error e) {
            call.settle(new Settlement.Cancelled(batch.firstIndex(), submitted, () -> e));
            throw e;
        }
    }
}
