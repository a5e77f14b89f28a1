package dev.procpool.protocol.channel;

/**
 * How a reader waits before it parks: spins purely for 10 µs, then yields at every turn until 50 µs have passed. After a
 * ring that woke a sleeper it yields from the first turn, because the kernel often puts the woken peer on the ringer's
 * own core, where it cannot run while the ringer spins. Not thread-safe.
 */
public final class Relax {

    private static final long SPIN_NANOS = 10_000;
    private static final long YIELD_NANOS = 50_000;

    private long since = System.nanoTime();
    private long spinNanos = SPIN_NANOS;

    /** There was something to do: the waiting starts anew. */
    public void begin() {
        since = System.nanoTime();
        spinNanos = SPIN_NANOS;
    }

    /** As {@link #begin}, after a ring that woke a sleeper. */
    public void beginYielding() {
        since = System.nanoTime();
        spinNanos = 0;
    }

    /** Waits a moment. Returns false when it is time to park instead. */
    public boolean once() {
        long waited = System.nanoTime() - since;
        if (waited >= YIELD_NANOS) {
            return false;
        }
        if (waited >= spinNanos) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
        return true;
    }
}
