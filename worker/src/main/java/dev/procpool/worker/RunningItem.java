package dev.procpool.worker;

/**
 * The item that the main thread is running, so that an interrupt that is meant for it never reaches the next one. Thread-safe.
 */
final class RunningItem {

    private final Thread main;
    private long ordinal;

    /** @param main the thread that runs items */
    RunningItem(Thread main) {
        this.main = main;
    }

    synchronized void begin(long started) {
        ordinal = started;
    }

    /** Ends the item; an interrupt that came late, or that the task left behind, is gone. */
    synchronized void end() {
        ordinal = 0;
        Thread.interrupted();
    }

    /** Interrupts the main thread if it still runs this item. */
    synchronized void interrupt(long wanted) {
        if (ordinal == wanted) {
            main.interrupt();
        }
    }

    StackTraceElement[] stack() {
        return main.getStackTrace();
    }
}
