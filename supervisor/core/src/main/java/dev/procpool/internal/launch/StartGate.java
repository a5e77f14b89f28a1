package dev.procpool.internal.launch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The line in which starts of JVMs wait, and a bound on how many starts run at once: a start keeps about two processors
 * busy, and more starts at once make the first one late and the last one no earlier. A slow start holds up the others
 * for a bounded time only. Thread-safe.
 */
final class StartGate {

    /** How long a start counts against the bound. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int width;
    private final Deque<Turn> waiting = new ArrayDeque<>(); // guarded by this
    private final Deque<Turn> entered = new ArrayDeque<>(); // guarded by this

    StartGate(int processors) {
        width = Math.max(1, processors / 2);
    }

    /** A place at the end of the line, to be awaited and then ended by the caller. */
    synchronized Turn line() {
        Turn turn = new Turn();
        waiting.addLast(turn);
        return turn;
    }

    private void await(Turn turn) throws InterruptedException {
        synchronized (this) {
            try {
                for (long left; (left = nanosToWait(turn)) > 0; ) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
                turn.enteredNanos = System.nanoTime();
                entered.addLast(turn);
            } finally {
                waiting.remove(turn);
                notifyAll();
            }
        }
    }

    private long nanosToWait(Turn turn) {
        long now = System.nanoTime();
        entered.removeIf(other -> now - other.enteredNanos >= PATIENCE_NANOS);
        if (entered.size() >= width) {
            return entered.peekFirst().enteredNanos + PATIENCE_NANOS - now;
        }
        return waiting.peekFirst() == turn ? 0 : PATIENCE_NANOS;
    }

    /** The turn of one start. */
    final class Turn {

        private long enteredNanos; // guarded by the gate

        private Turn() {}

        /** Waits until the start may begin. */
        void await() throws InterruptedException {
            StartGate.this.await(this);
        }

        /** Says that the start is over, successful or not. */
        void end() {
            synchronized (StartGate.this) {
                waiting.remove(this);
                entered.remove(this);
                StartGate.this.notifyAll();
            }
        }
    }
}
