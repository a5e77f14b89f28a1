package dev.procpool.internal.between;

import dev.procpool.ProcessQueue;
import dev.procpool.protocol.between.SharedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** A leased item. Thread-safe. */
final class ItemLease<T> implements ProcessQueue.Lease<T> {

    private final T value;
    private final SharedQueue.Item item;
    private final QueueCalls calls;
    private final AtomicBoolean open = new AtomicBoolean(true);

    ItemLease(T value, SharedQueue.Item item, QueueCalls calls) {
        this.value = value;
        this.item = item;
        this.calls = calls;
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
        calls.runShortly(queue -> {
            queue.done(item);
            return null;
        });
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            calls.runShortly(queue -> {
                queue.giveBack(item);
                return null;
            });
        }
    }
}
