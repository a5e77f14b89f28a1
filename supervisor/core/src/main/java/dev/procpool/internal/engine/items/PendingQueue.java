package dev.procpool.internal.engine.items;

import dev.procpool.internal.backend.Call;
import dev.procpool.internal.base.Times;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Items that no worker has: items that are ready to be sent, in their order, and items that wait for the time of their
 * retry. Guarded by the engine lock.
 */
public final class PendingQueue {

    private record Delayed(long dueNanos, PendingItems items) {}

    private final Deque<PendingItems> ready = new ArrayDeque<>();
    private final Queue<Delayed> delayed = new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos - b.dueNanos));
    private long readyItems;
    private long readyBytes;
    private long delayedItems;

    void add(PendingItems items) {
        ready.addLast(items);
        count(items);
    }

    /** Adds items that must not be sent before a time. */
    void addLater(PendingItems items, long dueNanos) {
        delayed.add(new Delayed(dueNanos, items));
        delayedItems += items.count();
    }

    /** Puts back items that were sent already, before all others and in the order of the list. */
    void addFirst(List<PendingItems> again) {
        for (int i = again.size() - 1; i >= 0; i--) {
            ready.addFirst(again.get(i));
            count(again.get(i));
        }
    }

    private void count(PendingItems items) {
        readyItems += items.count();
        readyBytes += items.bytes();
    }

    /** Makes the items ready whose time has come. */
    public void wakeDelayed(long nowNanos) {
        while (!delayed.isEmpty() && delayed.peek().dueNanos - nowNanos <= 0) {
            PendingItems items = delayed.remove().items;
            delayedItems -= items.count();
            addFirst(List.of(items));
        }
    }

    /** When {@link #wakeDelayed} has something to do; {@link Times#NEVER} if it has not. */
    public long nextDue() {
        return delayed.isEmpty() ? Times.NEVER : delayed.peek().dueNanos;
    }

    /** The ready items that come first; there are some. */
    public PendingItems firstReady() {
        return ready.getFirst();
    }

    /**
     * Takes the first ready items of one batch, up to {@code maxItems} and about {@code maxBytes}, but at least one
     * item.
     */
    public Chunk cut(int maxItems, int maxBytes) {
        PendingItems first = ready.getFirst();
        long bytes = first.bytes();
        Chunk chunk = first.cut(maxItems, maxBytes);
        if (first.isEmpty()) {
            ready.removeFirst();
            readyBytes -= bytes;
        } else {
            readyBytes -= bytes - first.bytes();
        }
        readyItems -= chunk.count();
        return chunk;
    }

    /**
     * Takes out the items of a call.
     *
     * @param call null for all calls
     */
    public void removeAll(Call call, Consumer<PendingItems> removed) {
        for (Iterator<PendingItems> all = ready.iterator(); all.hasNext(); ) {
            PendingItems items = all.next();
            if (call == null || items.call() == call) {
                all.remove();
                readyItems -= items.count();
                readyBytes -= items.bytes();
                removed.accept(items);
            }
        }
        for (Iterator<Delayed> all = delayed.iterator(); all.hasNext(); ) {
            PendingItems items = all.next().items;
            if (call == null || items.call() == call) {
                all.remove();
                delayedItems -= items.count();
                removed.accept(items);
            }
        }
    }

    /** Whether anything may be sent now. */
    public boolean hasReady() {
        return !ready.isEmpty();
    }

    /** The number of items that may be sent now. */
    public long readyItems() {
        return readyItems;
    }

    /** The number of items that wait for a worker or for the time of their retry. */
    public long allItems() {
        return readyItems + delayedItems;
    }

    /** The bytes of the items that may be sent now. */
    public long readyBytes() {
        return readyBytes;
    }
}
