package dev.procpool.internal.threads;

import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;

/** An item that a thread runs. Settled by that thread, unless the item is dropped meanwhile. */
final class ItemRun {

    private final WaitingItems.Waiting origin;
    private final int position;
    private final long queuedNanos;
    private final long chargedNanos;
    private final Thread runner = Thread.currentThread();
    private boolean dropped; // guarded by the monitor of the items

    /**
     * An item that the current thread is about to run.
     *
     * @param position its position in its batch
     * @param chargedNanos the time that its client was charged
     */
    ItemRun(WaitingItems.Waiting origin, int position, long nowNanos, long chargedNanos) {
        this.origin = origin;
        this.position = position;
        this.queuedNanos = nowNanos - origin.sinceNanos();
        this.chargedNanos = chargedNanos;
    }

    WaitingItems.Waiting origin() {
        return origin;
    }

    Call call() {
        return batch().call();
    }

    Batch batch() {
        return origin.batch();
    }

    int position() {
        return position;
    }

    Object item() {
        return batch().objects().get(position);
    }

    long index() {
        return batch().firstIndex() + position;
    }

    /** The number of the attempt, from 1. */
    int attempt() {
        return origin.attempt();
    }

    /** How long the item waited; earlier attempts are part of that. */
    long queuedNanos() {
        return queuedNanos;
    }

    long chargedNanos() {
        return chargedNanos;
    }

    /** The outcome of the item where its deadline passes before it starts. */
    Settlement expired() {
        return origin.failed() == null
                ? new Settlement.Cancelled(index(), 1, Settlement.Why.expired(call()))
                : origin.failed();
    }

    /** Interrupts the thread that runs the item. */
    void interrupt() {
        runner.interrupt();
    }

    /** Notes that the item is settled although a thread still runs it. */
    void drop() {
        dropped = true;
    }

    boolean isDropped() {
        return dropped;
    }
}
