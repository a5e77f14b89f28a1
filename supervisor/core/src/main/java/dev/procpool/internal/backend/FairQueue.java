package dev.procpool.internal.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * The waiting items of several clients that share the workers of a pool. The next items are those of the client that
 * has used the least time of the workers; the items of one client are served first come, first served. Guarded by the
 * lock of its owner.
 *
 * <p>Items are charged to their client when they are handed to a worker, by the time that they are expected to take;
 * the charge is corrected when the time that they took is known. The <em>level</em> is the time that a client has used
 * which has had its share of all items that were run. A client that comes, or comes back, begins at the level: it has
 * saved nothing up by being away, and need not catch up with the others. A client that has used more than the level
 * begins where it was, up to a bound, so that a client that waits for each of its items before it submits the next one
 * gets no more than its share while its items take no longer than that bound. With a single client all of this is a few
 * additions.
 *
 * @param <E> consecutive items of one client
 */
public final class FairQueue<E extends FairQueue.Entry> {

    /** Consecutive items of one client. */
    public interface Entry {

        /** The client; equal objects are the same client. */
        Object client();

        /** The number of items that are left. */
        int count();
    }

    /**
     * The bound for what a client may have used beyond the level when it comes back, and for the distance of the level
     * from the client that has used the least time: a quick call does not wait for longer than both because its client
     * had a long item before, or because other clients had.
     */
    static final long MOST_AHEAD_NANOS = 100_000_000;

    /** For this time after a turn of another client, the queue counts as shared. */
    private static final long SHARED_NANOS = 1_000_000_000;

    private final Shares<E> shares = new Shares<>();
    private final Queue<Share<E>> ready = new PriorityQueue<>(Share.BY_TURN);
    private final List<Share<E>> aside = new ArrayList<>();
    private Share<E> servedLast;
    private boolean isShared;
    private long sharedNanos;
    private long levelNanos;
    private long turns;

    // ---- the items that wait

    /** Adds items behind the others of their client. */
    public void addLast(E entry) {
        Share<E> share = shares.of(entry.client(), levelNanos);
        boolean joins = !share.isReady();
        share.entries.addLast(entry);
        added(share, entry, joins);
    }

    /** Adds items before the others of their client. */
    public void addFirst(E entry) {
        Share<E> share = shares.of(entry.client(), levelNanos);
        boolean joins = !share.isReady();
        share.entries.addFirst(entry);
        added(share, entry, joins);
    }

    private void added(Share<E> share, E entry, boolean joins) {
        share.items += entry.count();
        if (joins) {
            share.usedNanos = Math.min(Math.max(share.usedNanos, levelNanos), levelNanos + MOST_AHEAD_NANOS);
            share.joined = ++turns;
            ready.add(share);
        }
    }

    /** Whether no items wait, but for those that were set aside. */
    public boolean isEmpty() {
        return ready.isEmpty();
    }

    /** The items that are served next; there are some. */
    public E first() {
        return ready.element().entries.getFirst();
    }

    /** Takes the items that would be served next, without a charge. */
    public E takeFirst() {
        Share<E> share = ready.element();
        E first = share.entries.removeFirst();
        share.items -= first.count();
        if (!share.isReady()) {
            ready.remove();
        }
        return first;
    }

    /** The first items of a client; null if it has none. */
    public E firstOf(Object client) {
        Share<E> share = shares.find(client);
        return share == null ? null : share.entries.peekFirst();
    }

    /** The number of waiting items of the client whose turn is next. */
    public long itemsOfFirst() {
        return ready.element().items;
    }

    /** Whether workers hold items of the client whose turn is next. */
    public boolean isFirstServed() {
        return ready.element().servedItems > 0;
    }

    /** The number of all items that wait. */
    public long items() {
        return shares.all().stream().mapToLong(share -> share.items).sum();
    }

    /** Takes out the items that meet a condition, of one client or, for null, of all clients. */
    public List<E> remove(Object client, Predicate<E> condition) {
        List<E> removed = new ArrayList<>();
        if (client == null) {
            shares.all().forEach(share -> remove(share, condition, removed));
        } else if (shares.find(client) != null) {
            remove(shares.find(client), condition, removed);
        }
        return removed;
    }

    private void remove(Share<E> share, Predicate<E> condition, List<E> removed) {
        int before = removed.size();
        share.entries.stream().filter(condition).forEach(removed::add);
        if (removed.size() == before) {
            return;
        }
        share.entries.removeIf(condition);
        for (E entry : removed.subList(before, removed.size())) {
            share.items -= entry.count();
        }
        if (!share.isReady()) {
            ready.remove(share);
        }
    }

    // ---- turns

    /** The expected time of each item of the client whose turn is next, by its earlier items. */
    public long expectedNanosOfFirst() {
        return ready.element().meanNanos();
    }

    /**
     * Charges items that were taken from {@link #first}, and removes that entry if none are left.
     *
     * @param expectedNanos the time that {@code count} items are expected to take
     */
    public void serve(int count, long expectedNanos, long nowNanos) {
        Share<E> share = ready.element();
        if (share.entries.getFirst().count() == 0) {
            share.entries.removeFirst();
        }
        share.items -= count;
        share.servedItems += count;
        boolean moves = ready.size() > 1 || !share.isReady();
        if (moves) {
            ready.remove();
        }
        share.usedNanos += expectedNanos;
        share.lastTurn = ++turns;
        if (moves && share.isReady()) {
            ready.add(share);
        }
        noteTurn(share, nowNanos);
    }

    private void noteTurn(Share<E> share, long nowNanos) {
        if (share != servedLast) {
            isShared = servedLast != null;
            sharedNanos = nowNanos;
            servedLast = share;
        }
    }

    /** Whether a turn of another client was not long ago. */
    public boolean isShared(long nowNanos) {
        return isShared && nowNanos - sharedNanos < SHARED_NANOS;
    }

    /** Lets the other clients have their turns before the client whose turn is next, until {@link #bringBack}. */
    public void setFirstAside() {
        aside.add(ready.remove());
    }

    /** Ends what {@link #setFirstAside} has begun. */
    public void bringBack() {
        if (!aside.isEmpty()) {
            ready.addAll(aside);
            aside.clear();
        }
    }

    // ---- the time that items took

    /** Notes that items were run. */
    public void ran(Object client, int count, long expectedNanos, long nanos) {
        Share<E> share = shares.find(client);
        if (share != null) {
            share.ran(count, nanos);
            used(share, nanos, expectedNanos);
        }
    }

    /** Notes that items will not be run by the worker that they were handed to. */
    public void returned(Object client, int count, long expectedNanos) {
        Share<E> share = shares.find(client);
        if (share != null) {
            share.servedItems -= count;
            change(share, -expectedNanos);
        }
    }

    /** Charges time in which a worker was used without a result. */
    public void charge(Object client, long nanos) {
        used(shares.of(client, levelNanos), nanos, 0);
    }

    /**
     * Corrects what a client was charged, and raises the level: not earlier, as a client that comes while a large chunk
     * is with a worker would begin too high if that chunk is taken back.
     */
    private void used(Share<E> share, long nanos, long chargedNanos) {
        change(share, nanos - chargedNanos);
        int sharing = ready.size() + (share.isReady() ? 0 : 1);
        levelNanos += sharing == 1 ? nanos : nanos / sharing;
        Share<E> least = ready.peek();
        if (least != null) {
            levelNanos = Math.min(levelNanos, least.usedNanos + MOST_AHEAD_NANOS);
        }
    }

    private void change(Share<E> share, long nanos) {
        boolean moves = nanos != 0 && share.isReady() && ready.size() > 1;
        if (moves) {
            ready.remove(share);
        }
        share.usedNanos += nanos;
        if (moves) {
            ready.add(share);
        }
    }

    /** The number of clients that are remembered. */
    int clients() {
        return shares.all().size();
    }
}
