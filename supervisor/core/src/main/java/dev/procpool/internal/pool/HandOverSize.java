package dev.procpool.internal.pool;

/**
 * The number of items that a feeder collects together: a chunk of the size that the user gave, or single items, or up
 * to 64 of an input that has them all. It begins with one item and grows while reading and encoding take no time that a
 * worker would notice. Confined to the thread that reads.
 */
final class HandOverSize {

    private static final int MOST = 64;
    private static final long QUICK_NANOS = 20_000;

    private final int chunkSize;
    private final int most;
    private int size;
    private boolean grows;
    private long lastNanos;

    /**
     * @param chunkSize the size that the user gave; 0 for none
     * @param most the bound of the items that are collected together
     */
    HandOverSize(int chunkSize, int most) {
        this.chunkSize = chunkSize;
        this.most = Math.min(most, MOST);
        this.size = Math.max(1, chunkSize);
    }

    /** Whether items are collected one by one, so that a part of them can be handed over at any time. */
    boolean areSingle() {
        return chunkSize <= 1;
    }

    /** The input has the next items already. */
    void mayGrow() {
        grows = areSingle();
    }

    /** Whether this number of items is handed over. */
    boolean isReached(int count) {
        return count >= size;
    }

    /** Items are handed over; the next ones are read from now on. */
    void handsOver() {
        if (!grows) {
            return;
        }
        long nowNanos = System.nanoTime();
        boolean isQuick = nowNanos - lastNanos < QUICK_NANOS;
        lastNanos = nowNanos;
        size = isQuick ? Math.min(2 * size, most) : Math.max(1, size / 2);
    }
}
