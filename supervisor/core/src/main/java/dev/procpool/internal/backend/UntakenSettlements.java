package dev.procpool.internal.backend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** The settlements of a call that no thread has taken. Guarded by the monitor of the call. */
final class UntakenSettlements {

    /** Results of this size wait for the consumer of a stream, and those of the items that are with workers. */
    private static final long MANY_BYTES = 8 << 20;

    private final boolean inOrder;
    private final Queue<Settlement> arrived = new ArrayDeque<>();

    /** Settlements that arrived before an earlier one, by their first index. */
    private final Map<Long, Settlement> early = new HashMap<>();

    private long nextIndex;
    private long bytes;
    private volatile boolean hasHeldBack; // also read by the consumer after it has taken something

    /** @param inOrder whether settlements are taken in the order of the input */
    UntakenSettlements(boolean inOrder) {
        this.inOrder = inOrder;
    }

    void add(Settlement settlement) {
        bytes += settlement.bytes();
        if (!inOrder) {
            arrived.add(settlement);
        } else if (settlement.firstIndex() == nextIndex) {
            deliver(settlement);
            for (Settlement next; (next = early.remove(nextIndex)) != null; ) {
                deliver(next);
            }
        } else {
            early.put(settlement.firstIndex(), settlement);
        }
    }

    private void deliver(Settlement settlement) {
        arrived.add(settlement);
        nextIndex += settlement.count();
    }

    /** Takes the next settlement; null if none has arrived. */
    Settlement take() {
        Settlement next = arrived.poll();
        bytes -= next == null ? 0 : next.bytes();
        return next;
    }

    /** Takes all settlements that have arrived. */
    List<Settlement> takeAll() {
        List<Settlement> all = new ArrayList<>(arrived);
        arrived.clear();
        all.forEach(settlement -> bytes -= settlement.bytes());
        return all;
    }

    /** Whether there is no settlement to take. */
    boolean isEmpty() {
        return arrived.isEmpty();
    }

    /** Whether the results that were not taken, also those that came too early, are many bytes. */
    boolean areMany() {
        return bytes >= MANY_BYTES;
    }

    /**
     * Whether an item has to wait for {@link #takesMore}, as there are many bytes. The item does not wait if a thread
     * waits for it: the items before it have arrived and are taken, and what is there came too early.
     */
    boolean holdsBack(long index) {
        boolean isAwaited = arrived.isEmpty() && index == nextIndex;
        if (!isAwaited) {
            hasHeldBack = true;
        }
        return !isAwaited;
    }

    /** Whether {@link #takesMore} may be true. */
    boolean hasHeldBack() {
        return hasHeldBack;
    }

    /** Whether items were held back that need not wait any more. Says so once. */
    boolean takesMore() {
        boolean more = hasHeldBack && (arrived.isEmpty() || bytes < MANY_BYTES / 2);
        if (more) {
            hasHeldBack = false;
        }
        return more;
    }
}
