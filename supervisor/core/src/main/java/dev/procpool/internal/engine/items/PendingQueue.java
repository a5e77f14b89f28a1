package dev.procpool.internal.engine.items;

import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.FairQueue;
import dev.procpool.internal.base.Times;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Items that no worker has: items that are ready to be sent, in the order in which clients share the workers; items
 * that wait for the time of their retry; and items that wait because their call has so large results that the consumer
 * has to take some first. Guarded by the engine lock.
 */
public final class PendingQueue {

    private record Delayed(long dueNanos, PendingItems items) {}

    private final FairQueue<PendingItems> ready = new FairQueue<>();
    private final List<PendingItems> heldBack = new ArrayList<>();
    private final Queue<Delayed> delayed = new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos - b.dueNanos));
    private long readyItems;
    private long readyBytes;
    private long delayedItems;
    private long heldBackItems;
    private boolean holdsBack = true;
    private long arrivals;

    void add(PendingItems items) {
        items.arriveAs(nextArrival());
        ready.addLast(items);
        count(items);
    }

    /** The number of an arrival: later items have a higher one. */
    long nextArrival() {
        return ++arrivals;
    }

    /** Adds items that have arrived before all others of their client. */
    void addArrived(PendingItems items, long arrival) {
        items.arriveAs(arrival);
        ready.addFirst(items);
        count(items);
    }

    /** Whether the items of a client that arrived before a number are all sent. */
    boolean isTurnOf(Object client, long arrival) {
        PendingItems first = ready.firstOf(client);
        return first == null || first.arrival() > arrival;
    }

    /** Adds items that must not be sent before a time. */
    void addLater(PendingItems items, long dueNanos) {
        delayed.add(new Delayed(dueNanos, items));
        delayedItems += items.count();
    }

    /** Puts back items that were sent already, before all others of their clients and in the order of the list. */
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

    private void uncount(PendingItems items) {
        readyItems -= items.count();
        readyBytes -= items.bytes();
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
        return ready.first();
    }

    /** The number of ready items of the client whose items come first. */
    public long readyItemsOfFirstClient() {
        return ready.itemsOfFirst();
    }

    /** Whether workers hold items of the client whose items come first. */
    public boolean isFirstClientServed() {
        return ready.isFirstServed();
    }

    /** Whether several clients had items sent a short time ago. */
    public boolean isShared(long nowNanos) {
        return ready.isShared(nowNanos);
    }

    /** Lets the items of other clients come first, until {@link #bringBack}. */
    public void setFirstClientAside() {
        ready.setFirstAside();
    }

    /** Ends what {@link #setFirstClientAside} has begun. */
    public void bringBack() {
        ready.bringBack();
    }

    /**
     * Takes the first ready items of one batch, up to {@code maxItems} and about {@code maxBytes}, but at least one
     * item, and charges their client.
     *
     * @param nanosPerItem the expected run time of an item, or {@link RunTimeEstimate#UNKNOWN}
     */
    public Chunk cut(int maxItems, int maxBytes, long nanosPerItem, long nowNanos) {
        PendingItems first = ready.first();
        long bytes = first.bytes();
        long each = nanosPerItem == RunTimeEstimate.UNKNOWN ? ready.expectedNanosOfFirst() : nanosPerItem;
        Chunk chunk = first.cut(maxItems, maxBytes, each);
        readyBytes -= first.isEmpty() ? bytes : bytes - first.bytes();
        readyItems -= chunk.count();
        ready.serve(chunk.count(), each * chunk.count(), nowNanos);
        return chunk;
    }

    // ---- items that wait for a consumer

    /**
     * Whether anything may be sent now, once items of calls that are full are set apart: they must not keep other calls
     * of their client waiting, as the consumer may be waiting for one of those.
     */
    public boolean hasSendable() {
        while (holdsBack && !ready.isEmpty() && ready.first().isHeldBack()) {
            PendingItems items = ready.takeFirst();
            uncount(items);
            heldBackItems += items.count();
            heldBack.add(items);
        }
        return hasReady();
    }

    /**
     * Makes the items ready that were set apart and need not wait any more.
     *
     * @param mayWait whether items may still wait for a consumer: a pool that is shut down ends without one
     */
    public void releaseHeldBack(boolean mayWait) {
        holdsBack = mayWait;
        if (heldBack.isEmpty()) {
            return;
        }
        List<PendingItems> released = new ArrayList<>();
        for (Iterator<PendingItems> all = heldBack.iterator(); all.hasNext(); ) {
            PendingItems items = all.next();
            if (!mayWait || !items.isHeldBack()) {
                all.remove();
                heldBackItems -= items.count();
                released.add(items);
            }
        }
        addFirst(released);
    }

    // ---- items that were cut

    /** Notes that a worker has run the next {@code count} items of an assignment, each in {@code nanosEach}. */
    void ran(Assignment held, int count, long nanosEach) {
        ready.ran(held.call().client(), count, count * held.chunk().chargedNanos(), count * nanosEach);
    }

    /** Notes that a worker will not run {@code count} items of an assignment. */
    void returned(Assignment held, int count) {
        ready.returned(held.call().client(), count, count * held.chunk().chargedNanos());
    }

    /** Charges a call for time in which a worker ran an item without a result. */
    void charge(Call call, long nanos) {
        ready.charge(call.client(), nanos);
    }

    // ---- items that are given up

    /**
     * Takes out the items of a call.
     *
     * @param call null for all calls
     */
    public void removeAll(Call call, Consumer<PendingItems> removed) {
        Object client = call == null ? null : call.client();
        for (PendingItems items : ready.remove(client, waiting -> call == null || waiting.call() == call)) {
            uncount(items);
            removed.accept(items);
        }
        for (Iterator<PendingItems> all = heldBack.iterator(); all.hasNext(); ) {
            PendingItems items = all.next();
            if (call == null || items.call() == call) {
                all.remove();
                heldBackItems -= items.count();
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

    // ---- counts

    /** Whether anything may be sent now. */
    public boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Whether anything of a client may be sent now. */
    public boolean hasReady(Object client) {
        return ready.firstOf(client) != null;
    }

    /** The number of items that may be sent now. */
    public long readyItems() {
        return readyItems;
    }

    /** The number of all items, whatever they wait for. */
    public long allItems() {
        return readyItems + delayedItems + heldBackItems;
    }

    /** The number of items that wait for a worker or for the time of their retry, but not for a consumer. */
    public long itemsForWorkers() {
        return readyItems + delayedItems;
    }

    /** The bytes of the items that may be sent now. */
    public long readyBytes() {
        return readyBytes;
    }
}
