package dev.procpool.internal.backend;

import dev.procpool.PoolStats;

/** The names of a call's items in messages. */
public final class ItemNames {

    private final long callId;
    private final boolean isOnly;
    private boolean areLines; // set before the first item is submitted

    /** @param isOnly whether the call has one item, which is named by its task */
    ItemNames(long callId, boolean isOnly) {
        this.callId = callId;
        this.isOnly = isOnly;
    }

    /** Says that the items are lines: their consumer numbers them, and knows no task. */
    public void areLines() {
        areLines = true;
    }

    /** One item: {@code item 3 of task 4}, {@code task 4} where that has one item, or {@code the item} for a line. */
    public String of(long index) {
        return areLines ? "the item" : isOnly ? "task " + callId : "item " + index + " of task " + callId;
    }

    /** An item whose index is not said: {@code an item of task 4}, {@code task 4} or {@code the item}. */
    public String any() {
        return areLines ? "the item" : isOnly ? "task " + callId : "an item of task " + callId;
    }

    /** The end of a message about an item: the numbers of its pool; empty for a line, whose consumer counts itself. */
    public String inPool(PoolStats stats) {
        return areLines ? "" : " (pool: " + stats + ")";
    }
}
