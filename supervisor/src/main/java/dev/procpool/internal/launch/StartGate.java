package dev.procpool.internal.launch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many JVMs of a pool start at once: a start keeps about two processors busy, and more of them make the first one
 * late and the last one no earlier. One that takes long holds the others up for a bounded time only. Thread-safe.
 */
final class StartGate {

    /** How long a start counts as one. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int width;
    private final Deque<Long> entered = new ArrayDeque<>(); // guarded by this; when those began that are inside

    StartGate(int processors) {
        width = Math.max(1, processors / 2);
    }

    /** Waits for its turn; to be left with what this returns. */
    synchronized long enter() throws InterruptedException {
        while (true) {
            long now = System.nanoTime();
            while (!entered.isEmpty() && now - entered.peekFirst() >= PATIENCE_NANOS) {
                entered.removeFirst();
                notifyAll();
            }
            if (entered.size() < width) {
                entered.addLast(now);
                return now;
            }
            TimeUnit.NANOSECONDS.timedWait(this, entered.peekFirst() + PATIENCE_NANOS - now);
        }
    }

    /** The start is over, however it ended. */
    synchronized void leave(long ticket) {
        if (entered.remove(ticket)) {
            notifyAll();
        }
    }
}
