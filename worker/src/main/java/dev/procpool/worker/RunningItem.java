package dev.procpool.worker;

import dev.procpool.protocol.channel.NowRunning;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The item that the main thread is running. While it is open, other threads may do something on its behalf, one at a time: the
 * item does not end before they have. So an interrupt that is meant for it never reaches the next one, and what the main thread does
 * while no item is open it does alone. Thread-safe, but only the main thread starts and ends items.
 */
final class RunningItem {

    private final Thread main;
    private final NowRunning word;

    /** The item that was opened last. Whether it still is, only the word says. */
    private final AtomicLong opened = new AtomicLong(NowRunning.NONE);

    private long started; // confined to the main thread

    /**
     * @param main the thread that runs items
     * @param word where it says so
     */
    RunningItem(Thread main, NowRunning word) {
        this.main = main;
        this.word = word;
    }

    /**
     * Starts an item, which is not open yet, and ends the one before. An interrupt that came late, or that a task left behind, is gone.
     *
     * @return false if it was recalled: then it must not run
     */
    boolean start(long ordinal) {
        started = ordinal;
        boolean mayRun = word.start(ordinal);
        Thread.interrupted();
        return mayRun;
    }

    /** Lets others do something on behalf of the item that was started, from now on until it is closed or the next one starts. */
    void open() {
        opened.setRelease(started);
    }

    /** Nobody does anything on behalf of the item any more; an interrupt that came late, or that the task left behind, is gone. */
    void close() {
        word.close();
        Thread.interrupted();
    }

    /** Ends the item. */
    void end() {
        word.end();
    }

    /** Interrupts the main thread if it still runs this item. */
    void interrupt(long wanted) {
        while (opened.get() < wanted && word.running() == wanted) {
            Thread.yield(); // it has started, and is about to be opened, or this JVM to end
        }
        during(wanted, main::interrupt);
    }

    /** Does something while an item is open; returns whether one is. */
    boolean during(Runnable action) {
        return during(opened.get(), action);
    }

    private boolean during(long ordinal, Runnable action) {
        if (opened.get() != ordinal || !word.borrow(ordinal)) {
            return false;
        }
        try {
            action.run();
        } finally {
            word.giveBack();
        }
        return true;
    }
}
