package dev.procpool.protocol.channel;

/**
 * How a reader waits before it parks: spins purely for 10 µs, then yields at every turn until 50 µs have passed. Who has just
 * woken the other side yields from the first turn on: the system may have put it on the same processor. Not thread-safe.
 */
public final class IdleStrategy {

    private static final long SPIN_NANOS = 10_000;
    private static final long YIELD_NANOS = 50_000;

    private long since = System.nanoTime();
    private boolean yieldsAtOnce;

    /** There was something to do: the waiting starts anew. */
    public void begin() {
        begin(false);
    }

    /**
     * The same.
     *
     * @param peerWakes whether the other side slept, and was woken for what was done
     */
    public void begin(boolean peerWakes) {
        yieldsAtOnce = peerWakes;
        since = System.nanoTime();
    }

    /** Waits a moment. Returns false when it is time to park instead. */
    public boolean once() {
        long waited = System.nanoTime() - since;
        if (waited >= YIELD_NANOS) {
            return false;
        }
        if (yieldsAtOnce || waited >= SPIN_NANOS) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
        return true;
    }
}
