package dev.procpool.worker;

import dev.procpool.protocol.channel.NowRunning;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The item that the main thread is running. While it is open, other threads may act on its behalf, one at a time: the
 * item does not end before they are done. So an interrupt that is meant for an item never reaches the next one, and
 * while no item is open the main thread acts alone. Thread-safe, but only the main thread starts and ends items.
 */
final class RunningItem {

    private final Thread main;
    private final NowRunning word;

    /** The item that was opened last. Whether it is still open, only the word tells. */
    private final AtomicLong opened = new AtomicLong(NowRunning.NONE);

    private long started; // confined to the main thread

    /**
     * @param main the thread that runs items
     * @param word the shared word that tells which item runs
     */
    RunningItem(Thread main, NowRunning word) {
        this.main = main;
        this.word = word;
    }

    /**
     * Starts an item, which is not open yet, and ends the item before. Clears the interrupt status, as an interrupt may
     * have come late, or been left behind by a task.
     *
     * @return false if the item was recalled: then it must not run
     */
    boolean start(long ordinal) {
        started = ordinal;
        boolean mayRun = word.start(ordinal);
        Thread.interrupted();
        return mayRun;
    }

    /** The item that was started last. Confined to the main thread. */
    long started() {
        return started;
    }

    /** Lets other threads act on behalf of the item that was started, until it is closed or the next item starts. */
    void open() {
        opened.setRelease(started);
    }

    /** No thread acts on behalf of the item from now on. Clears the interrupt status, as {@link #start} does. */
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
            Thread.yield(); // the item has started, and either is about to be opened or this JVM is about to end
        }
        during(wanted, main::interrupt);
    }

    /** Runs {@code action} while an item is open; returns whether one is. */
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
