package dev.procpool.worker;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The item that the main thread is running. While it runs, other threads may do something on its behalf, one at a time: the
 * item does not end before they have. So an interrupt that is meant for it never reaches the next one. Thread-safe.
 */
final class RunningItem {

    private static final long NONE = 0;
    private static final long LENT = -1;

    private final Thread main;
    private final AtomicLong state = new AtomicLong(NONE);
    private long ordinal; // confined to the main thread

    /** @param main the thread that runs items */
    RunningItem(Thread main) {
        this.main = main;
    }

    void begin(long started) {
        ordinal = started;
        state.setRelease(started);
    }

    /** Ends the item; an interrupt that came late, or that the task left behind, is gone. */
    void end() {
        while (!state.compareAndSet(ordinal, NONE)) {
            Thread.yield();
        }
        Thread.interrupted();
    }

    /** Interrupts the main thread if it still runs this item. */
    void interrupt(long wanted) {
        while (wanted > NONE && !state.compareAndSet(wanted, LENT)) {
            if (state.get() != LENT) {
                return;
            }
            Thread.yield();
        }
        if (wanted > NONE) {
            main.interrupt();
            state.set(wanted);
        }
    }

    /** Does something while an item runs; returns whether one does. */
    boolean during(Runnable action) {
        long now = state.get();
        if (now <= NONE || !state.compareAndSet(now, LENT)) {
            return false;
        }
        try {
            action.run();
        } finally {
            state.set(now);
        }
        return true;
    }

    StackTraceElement[] stack() {
        return main.getStackTrace();
    }
}
