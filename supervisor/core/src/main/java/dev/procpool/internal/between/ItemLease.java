package dev.procpool.internal.between;

import dev.procpool.ProcessQueue;
import dev.procpool.protocol.between.SharedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** A leased item. Thread-safe. */
final class ItemLease<T> implements ProcessQueue.Lease<T> {

    private final T value;
    private final SharedQueue.Item item;
    private final QueueHandle<T> queue; // the queue does not end while it has a lease
    private final AtomicBoolean open = new AtomicBoolean(true);

    ItemLease(T value, SharedQueue.Item item, QueueHandle<T> queue) {
        this.value = value;
        this.item = item;
        this.queue = queue;
    }

    @Override
    public T item() {
        return value;
    }

    @Override
    public void done() {
        if (!open.compareAndSet(true, false)) {
            throw new IllegalStateException("the lease has ended");
        }
        queue.calls().runShortly(shared -> {
            shared.done(item);
            return null;
        });
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            queue.calls().runShortly(shared -> {
                shared.giveBack(item);
                return null;
            });
        }
    }
}
