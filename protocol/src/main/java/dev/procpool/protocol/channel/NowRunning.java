package dev.procpool.protocol.channel;

/**
 * The ordinal of the item that a worker is busy with, from before its decoding until after its encoding; 0 for none.
 *
 * <p>It outlives the worker, so that a death can be blamed on exactly one item.
 */
public final class NowRunning {

    /** No item is running. */
    public static final long NONE = 0;

    private final SharedWord word;

    NowRunning(SharedWord word) {
        this.word = word;
    }

    /** Called by the worker only. */
    public void set(long ordinal) {
        word.setVolatile(ordinal);
    }

    /** Called by the worker only. */
    public void clear() {
        word.setRelease(NONE);
    }

    public long get() {
        return word.getVolatile();
    }
}
