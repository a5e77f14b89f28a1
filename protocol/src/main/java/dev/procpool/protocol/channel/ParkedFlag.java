package dev.procpool.protocol.channel;

import java.lang.invoke.VarHandle;

/**
 * Tells the writer of a queue that the reader sleeps, and from which item on the writer is to ring the doorbell.
 *
 * <p>The reader raises the flag, looks at the queue once more, and only then sleeps; the writer publishes, and only
 * then looks at the flag. The full fences on both sides make sure that at least one of the two sees the other.
 */
public final class ParkedFlag {

    private static final long AWAKE = 0;
    private static final long FIRST = 1;
    private static final long LAST = Long.MAX_VALUE;

    private final SharedWord word;

    ParkedFlag(SharedWord word) {
        this.word = word;
    }

    /** The reader is about to sleep until anything is published; it must look at its queue once more after this. */
    public void raise() {
        raise(FIRST);
    }

    /**
     * The reader is about to sleep until the result of this item, or of a later one, is published, or anything else but
     * results is; it must look at its queue once more after this.
     *
     * @param ordinal from 1
     */
    public void raise(long ordinal) {
        word.setVolatile(ordinal);
        VarHandle.fullFence();
    }

    /** The reader is awake. */
    public void lower() {
        word.setVolatile(AWAKE);
    }

    /**
     * Whether the writer, which has just published, must ring. At most one thread gets true for each sleep of the
     * reader.
     */
    public boolean claimWakeUp() {
        return claimWakeUp(LAST);
    }

    /** As {@link #claimWakeUp()}, for a writer that has published results up to that of an item. */
    public boolean claimWakeUp(long ordinal) {
        VarHandle.fullFence();
        long wanted = word.getVolatile();
        return wanted != AWAKE && wanted <= ordinal && word.compareAndSet(wanted, AWAKE);
    }
}
