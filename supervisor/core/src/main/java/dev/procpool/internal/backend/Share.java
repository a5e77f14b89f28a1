package dev.procpool.internal.backend;

import dev.procpool.TaskOptions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;

/** A client of a {@link FairQueue}: its waiting items, and the time that it has used. */
final class Share<E> {

    /** The client that has used the least time comes first, then the one that was served least recently. */
    static final Comparator<Share<?>> BY_TURN = (a, b) -> {
        if (a.usedNanos != b.usedNanos) {
            return Long.compare(a.usedNanos, b.usedNanos);
        }
        return a.lastTurn != b.lastTurn ? Long.compare(a.lastTurn, b.lastTurn) : Long.compare(a.joined, b.joined);
    };

    /** The expected time of an item of a client of which nothing is known. */
    private static final long UNKNOWN_NANOS = 50_000;

    private static final int MEAN_WEIGHT = 4;

    final Object client;
    final Deque<E> entries = new ArrayDeque<>();

    /** The number of items in {@link #entries}. */
    long items;

    /** The number of items that workers hold. */
    long servedItems;

    /** Changed only while the share is not in an ordered collection. */
    long usedNanos;

    long lastTurn;
    long joined;
    private long meanNanos = UNKNOWN_NANOS;

    Share(Object client) {
        this.client = client;
    }

    /**
     * The client of a call that the current thread makes: the name in the options, or the number of the thread. The
     * thread itself would be kept from being collected.
     */
    static Object clientOf(TaskOptions options) {
        Optional<String> name = options.client();
        return name.isPresent() ? name.get() : (Object) Thread.currentThread().getId();
    }

    /** Whether items wait. */
    boolean isReady() {
        return !entries.isEmpty();
    }

    /** Whether items neither wait nor are with a worker. */
    boolean isIdle() {
        return entries.isEmpty() && servedItems == 0;
    }

    /** The expected time of an item: a moving average. */
    long meanNanos() {
        return meanNanos;
    }

    void ran(int count, long nanos) {
        servedItems -= count;
        long each = count == 1 ? nanos : nanos / count; // a division takes as long as all the other lines
        meanNanos += (each - meanNanos) / MEAN_WEIGHT;
    }
}
