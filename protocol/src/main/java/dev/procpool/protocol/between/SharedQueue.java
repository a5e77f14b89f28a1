package dev.procpool.protocol.between;

import java.io.IOException;

/**
 * A queue between processes, as this process sees it: payloads in a ring that all participants map. Thread-safe.
 *
 * <p>All methods throw a {@link HomeLostException} if the home is gone or has closed the queue, and a {@link
 * BrokenWordsException} if a process has written over its words. A timeout of 0 means one attempt.
 */
public final class SharedQueue {

    /**
     * An item that was taken.
     *
     * @param place where its record is until it is done
     * @param isBytes whether the payload is the item itself
     */
    public record Item(byte[] payload, int place, boolean isBytes) {}

    private final SharedObject object;
    private volatile OpenQueue open;

    /** A queue that {@link Home#create} has made, in this or another process. */
    public SharedQueue(SharedObject object) {
        this.object = object;
    }

    /** Null if the home does not answer in time. */
    private OpenQueue open(long timeoutNanos) throws InterruptedException {
        OpenQueue here = open;
        if (here == null) {
            Attached attached = object.attach(timeoutNanos);
            return attached == null ? null : open(attached);
        }
        here.requireOpen();
        return here;
    }

    OpenQueue open() {
        OpenQueue here = open;
        if (here == null) {
            return open(object.attach());
        }
        here.requireOpen();
        return here;
    }

    private OpenQueue open(Attached attached) {
        OpenQueue here = new OpenQueue(object, attached);
        open = here;
        return here;
    }

    // ---- put and take

    /** The largest payload. */
    public int maxPayload() {
        return (open().memory().shape().ringUnits() - 1) * Mark.UNIT;
    }

    /**
     * Puts an item.
     *
     * @return false if there was no room in time; nothing was put then
     * @throws IOException if the disk is full; nothing was put then
     */
    public boolean put(byte[] payload, int offset, int length, long timeoutNanos)
            throws InterruptedException, IOException {
        return put(payload, offset, length, false, timeoutNanos);
    }

    /** As {@link #put}, for an item that is an array of bytes, which needs no encoding. */
    public boolean putBytes(byte[] item, long timeoutNanos) throws InterruptedException, IOException {
        return put(item, 0, item.length, true, timeoutNanos);
    }

    private boolean put(byte[] payload, int offset, int length, boolean isBytes, long timeoutNanos)
            throws InterruptedException, IOException {
        OpenQueue queue = open(timeoutNanos);
        if (queue == null) {
            return false;
        }
        IOException[] failure = new IOException[1];
        boolean[] isBroken = new boolean[1];
        boolean isOver =
                queue.await(QueueMemory.PUTTERS, QueueOffers.ROOM, Records.units(length), timeoutNanos, memory -> {
                    if (QueueOffers.hasNoReaders(memory.word(QueueMemory.STATE))) {
                        isBroken[0] = true;
                        return true;
                    }
                    try {
                        return QueueItems.put(memory, payload, offset, length, isBytes);
                    } catch (IOException e) {
                        failure[0] = e;
                        return true;
                    }
                });
        if (failure[0] != null) {
            queue.wake(QueueMemory.PUTTERS);
            throw failure[0];
        }
        if (isOver && !isBroken[0]) {
            queue.wake(QueueMemory.GETTERS);
        }
        return isOver && !isBroken[0];
    }

    /**
     * Takes the first item. In a queue that redelivers, it comes back if this process dies before the item is done.
     *
     * @return null if there was no item in time
     */
    public Item take(long timeoutNanos) throws InterruptedException {
        return take(false, timeoutNanos);
    }

    /** As {@link #take}, but the caller says with {@link #done} or {@link #giveBack} what has become of the item. */
    public Item lease(long timeoutNanos) throws InterruptedException {
        return take(true, timeoutNanos);
    }

    private Item take(boolean isLeased, long timeoutNanos) throws InterruptedException {
        OpenQueue queue = open(timeoutNanos);
        if (queue == null) {
            return null;
        }
        Item[] item = new Item[1];
        queue.await(QueueMemory.GETTERS, QueueOffers.ITEMS, 0, timeoutNanos, memory -> {
            item[0] = QueueItems.take(memory, queue.slot(), isLeased);
            return item[0] != null || QueueOffers.hasNoWriters(memory.word(QueueMemory.STATE));
        });
        if (item[0] != null) {
            queue.wake(QueueMemory.PUTTERS);
        }
        return item[0];
    }

    /** The number of items. */
    public long size() {
        OpenQueue queue = open();
        if (queue.memory().needsRepair()) {
            queue.change(memory -> true);
        }
        return queue.memory().size();
    }

    // ---- the end of items

    /** A leased item is done. */
    public void done(Item leased) {
        OpenQueue queue = open();
        queue.change(memory -> {
            QueueItems.done(memory, queue.slot(), leased.place());
            return true;
        });
        afterTheEndOfAnItem(queue);
    }

    /** An item that was taken without a lease is of no use, and counts as done. */
    public void discard(Item taken) {
        if (open().memory().shape().redelivers()) {
            done(taken);
        } else {
            done();
        }
    }

    /** A leased item comes back, in front of those that were not taken. */
    public void giveBack(Item leased) {
        OpenQueue queue = open();
        queue.change(memory -> {
            QueueItems.giveBack(memory, queue.slot(), leased.place());
            return true;
        });
        queue.wake(QueueMemory.GETTERS);
    }

    /**
     * One item that this process has taken without a lease is done.
     *
     * @return false if all of them are done
     */
    public boolean done() {
        OpenQueue queue = open();
        QueueMemory queueMemory = queue.memory();
        int slot = queue.slotOrNone();
        if (slot < 0) {
            return false;
        }
        boolean isOne = queueMemory.shape().redelivers()
                ? queue.change(memory -> QueueItems.firstDone(memory, slot))
                : QueueSlots.done(queueMemory.region(), slot);
        if (isOne) {
            afterTheEndOfAnItem(queue);
        }
        return isOne;
    }

    private static void afterTheEndOfAnItem(OpenQueue queue) {
        if (queue.memory().shape().redelivers()) {
            queue.wake(QueueMemory.PUTTERS);
        }
        queue.sayIfAtTheEnd(queue.slotOrNone());
    }

    /**
     * Waits until every item that was put is done.
     *
     * @return false if the time is over
     */
    public boolean join(long timeoutNanos) throws InterruptedException {
        OpenQueue queue = open(timeoutNanos);
        long deadline = System.nanoTime() + Math.max(timeoutNanos, 0);
        while (queue != null) {
            long left = Math.max(deadline - System.nanoTime(), 0);
            long state = queue.memory().word(QueueMemory.STATE);
            if (queue.change(left, QueueItems::isFinished)) {
                return true;
            } else if (left == 0 || !queue.awaitEnd(state, left)) {
                return false;
            }
        }
        return false;
    }

    /** Waits for an item among other sources; null if the home does not answer in time. */
    public Source items(long timeoutNanos) throws InterruptedException {
        OpenQueue queue = open(timeoutNanos);
        Source.Look look =
                () -> size() > 0 || QueueOffers.hasNoWriters(open().memory().word(QueueMemory.STATE));
        return queue == null ? null : queue.items(look);
    }
}
