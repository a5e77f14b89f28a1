package dev.procpool.protocol.between;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** The threads of this process that wait for objects of one home, and their cells. Thread-safe. */
final class Waiters {

    /** A thread and its cell, until {@link #end}. */
    record Waiter(int cellAt, Thread thread) {}

    private final Words words;
    private final Layout layout;
    private final long participant;
    private final Queue<Integer> free = new ConcurrentLinkedQueue<>();
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();

    Waiters(Words words, Layout layout, long participant) {
        this.words = words;
        this.layout = layout;
        this.participant = participant;
    }

    /**
     * Gets a cell for the calling thread.
     *
     * @throws IllegalStateException if all cells of the home are in use
     */
    Waiter begin() {
        Integer cell = free.poll();
        Waiter waiter = new Waiter(cell == null ? claim() : cell, Thread.currentThread());
        waiting.add(waiter);
        return waiter;
    }

    /** The thread sleeps in its cell no more, and keeps it. */
    void wakes(Waiter waiter) {
        waiting.remove(waiter);
    }

    /** Gives the cell back, which is free again. */
    void end(Waiter waiter) {
        waiting.remove(waiter);
        free.add(waiter.cellAt());
    }

    /** Claims a block of cells; returns one of them. */
    private int claim() {
        for (int block = 0; block < layout.blocks(); block++) {
            if (words.get(layout.owner(block)) == 0 && words.compareAndSet(layout.owner(block), 0, participant)) {
                raiseClaimedBlocks(block + 1);
                int first = block * layout.cellsPerBlock();
                for (int i = 1; i < layout.cellsPerBlock(); i++) {
                    free.add(layout.cell(first + i));
                }
                return layout.cell(first);
            }
        }
        throw new IllegalStateException(
                "more than " + layout.blocks() * layout.cellsPerBlock() + " threads wait for objects of one process");
    }

    /** The home looks at no cells above; so this comes before the cells of the block are used. */
    private void raiseClaimedBlocks(int claimed) {
        for (long now = words.get(Layout.CLAIMED_BLOCKS); now < claimed; now = words.get(Layout.CLAIMED_BLOCKS)) {
            words.compareAndSet(Layout.CLAIMED_BLOCKS, now, claimed);
        }
    }

    /** Wakes the threads whose cells were changed by the home. */
    void wakeGranted() {
        for (Waiter waiter : waiting) {
            if (!CellWord.isWaiting(words.get(waiter.cellAt()))) {
                LockSupport.unpark(waiter.thread());
            }
        }
    }

    /** Wakes all threads, as the home is gone. */
    void wakeAll() {
        waiting.forEach(waiter -> LockSupport.unpark(waiter.thread()));
    }
}
