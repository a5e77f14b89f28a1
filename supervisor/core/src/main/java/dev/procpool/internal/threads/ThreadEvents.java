package dev.procpool.internal.threads;

import dev.procpool.PoolListener;
import dev.procpool.PoolListener.Items;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.EndedItems;
import dev.procpool.internal.backend.ListenerQueue;
import dev.procpool.internal.backend.Settlement;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Passes the events of items in threads to the listener of the pool. Costs nothing without a listener. Thread-safe; the
 * listener is called by {@link #deliver} only, on the completion executor.
 */
final class ThreadEvents {

    private final Optional<ListenerQueue> listener;
    private final long pid = ProcessHandle.current().pid();

    ThreadEvents(Optional<ListenerQueue> listener) {
        this.listener = listener;
    }

    /** Whether a listener hears of the events. */
    boolean areHeard() {
        return listener.isPresent();
    }

    void started(ItemRun item, int workerId) {
        if (listener.isPresent()) {
            Items items = items(item, workerId);
            add(l -> l.itemsStarted(items));
        }
    }

    /** An item was given up that a thread still runs. */
    void settled(ItemRun item, int workerId) {
        if (listener.isPresent()) {
            Items items = items(item, workerId);
            add(l -> l.itemsSettled(items));
        }
    }

    /** Items have their outcomes. */
    void settled(Call call, Settlement settlement) {
        if (listener.isPresent()) {
            Items items = EndedItems.of(call, settlement);
            add(l -> l.itemsSettled(items));
        }
    }

    void retried(Call call, Settlement.Direct failed) {
        if (listener.isPresent()) {
            Items items = EndedItems.of(call, failed);
            add(l -> l.itemRetried(items, failed.failure()));
        }
    }

    void progressed(ItemRun item, int workerId, long done, long total) {
        Items items = items(item, workerId);
        add(l -> l.itemProgressed(items, done, total));
    }

    private void add(Consumer<PoolListener> event) {
        listener.ifPresent(queue -> queue.add(event));
    }

    /** Makes sure that the events so far reach the listener. Called without the monitor of the items. */
    void deliver() {
        listener.ifPresent(ListenerQueue::deliver);
    }

    private Items items(ItemRun item, int workerId) {
        return new Items(item.call().id(), item.index(), 1, item.attempt(), workerId, pid);
    }
}
