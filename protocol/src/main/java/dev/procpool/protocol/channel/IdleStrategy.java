package dev.procpool.protocol.channel;

/**
 * The way in which a reader waits before it parks: it spins purely for 10 µs, then yields at every turn until 50 µs
 * have passed. A reader that has just woken its peer yields from the first turn on, as the system may have put the peer
 * on the same processor. Not thread-safe.
 */
public final class IdleStrategy {

    private static final long SPIN_NANOS = 10_000;
    private static final long YIELD_NANOS = 50_000;

    private long since = System.nanoTime();
    private boolean yieldsAtOnce;

    /** Starts the wait anew, as there was something to do. */
    public void begin() {
        begin(false);
    }

    /**
     * Starts the wait anew, as there was something to do.
     *
     * @param peerWakes whether the peer slept and was woken by it
     */
    public void begin(boolean peerWakes) {
        yieldsAtOnce = peerWakes;
        since = System.nanoTime();
    }

    /** Waits a moment; returns false when it is time to park instead. */
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
