package dev.procpool.protocol.channel;

import java.lang.invoke.VarHandle;

/**
 * Says to the writer of a queue that the reader sleeps and wants its doorbell rung.
 *
 * <p>The reader raises the flag, looks at the queue once more, and only then sleeps; the writer publishes, and only then
 * looks at the flag. The full fences on both sides make sure that at least one of the two sees the other.
 */
public final class ParkedFlag {

    private static final long AWAKE = 0;
    private static final long PARKED = 1;

    private final SharedWord word;

    ParkedFlag(SharedWord word) {
        this.word = word;
    }

    /** The reader is about to sleep; it must look at its queue once more after this. */
    public void raise() {
        word.setVolatile(PARKED);
        VarHandle.fullFence();
    }

    /** The reader is awake. */
    public void lower() {
        word.setVolatile(AWAKE);
    }

    /** Called by the writer after it published: whether it must ring. At most one writer is told so. */
    public boolean claimWakeUp() {
        VarHandle.fullFence();
        return word.getVolatile() == PARKED && word.compareAndSet(PARKED, AWAKE);
    }
}
