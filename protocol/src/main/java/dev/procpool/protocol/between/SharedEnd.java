package dev.procpool.protocol.between;

/**
 * One end of a queue that is one direction of a pipe, as a handle of this process. Thread-safe. All methods throw a
 * {@link HomeLostException} if the home is gone.
 */
public final class SharedEnd {

    private final SharedQueue queue;
    private final boolean writes;

    /** @param writes whether it is the end into which items are put */
    public SharedEnd(SharedQueue queue, boolean writes) {
        this.queue = queue;
        this.writes = writes;
    }

    public SharedQueue queue() {
        return queue;
    }

    /**
     * This process has one more handle of the end.
     *
     * @param journey the result of {@link #depart} in the process that sent the handle, or 0
     */
    public void arrive(long journey) {
        OpenQueue open = queue.open();
        open.change(memory -> {
            QueueEnds.arrive(memory, open.slot(), writes, journey);
            return true;
        });
    }

    /** A handle sets out for another process; the end stays open until it arrives, or is recalled. */
    public long depart() {
        OpenQueue open = queue.open();
        long[] journey = new long[1];
        open.change(memory -> {
            journey[0] = QueueEnds.depart(memory, open.slot(), writes);
            return true;
        });
        return journey[0];
    }

    /** A handle that set out will not arrive. */
    public void recall(long journey) {
        OpenQueue open = queue.open();
        open.change(memory -> {
            QueueEnds.recall(memory, journey);
            return true;
        });
        wakeAll(open);
    }

    /** A handle of this process ends. */
    public void release() {
        OpenQueue open = queue.open();
        open.change(memory -> {
            QueueEnds.release(memory, open.slot(), writes);
            return true;
        });
        wakeAll(open);
    }

    private static void wakeAll(OpenQueue open) {
        open.wake(QueueMemory.GETTERS);
        open.wake(QueueMemory.PUTTERS);
    }

    /** Whether the other end is closed. Items that are still there can be taken. */
    public boolean isOtherClosed() {
        return writes ? QueueOffers.hasNoReaders(state()) : QueueOffers.hasNoWriters(state());
    }

    /** Whether no process can use the queue any more. */
    public boolean areBothClosed() {
        return QueueOffers.hasNoReaders(state()) && QueueOffers.hasNoWriters(state());
    }

    private long state() {
        OpenQueue open = queue.open();
        if (open.memory().needsRepair()) {
            open.change(memory -> true);
        }
        return open.memory().word(QueueMemory.STATE);
    }

    /**
     * Waits until an item can be taken or the writing end is closed.
     *
     * @return false if the time is over
     */
    public boolean awaitItem(long timeoutNanos) throws InterruptedException {
        OpenQueue open = queue.open();
        return open.await(QueueMemory.GETTERS, QueueOffers.ITEMS, 0, timeoutNanos, memory -> {
            boolean isThere = memory.size() > 0 || QueueOffers.hasNoWriters(memory.word(QueueMemory.STATE));
            if (isThere) {
                open.wake(QueueMemory.GETTERS); // nothing was taken: another thread may have the item
            }
            return isThere;
        });
    }
}
