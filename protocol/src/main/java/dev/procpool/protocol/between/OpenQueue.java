package dev.procpool.protocol.between;

import java.util.concurrent.TimeUnit;

/**
 * A queue with the line to its home: changes it under its latch, and waits. Thread-safe.
 *
 * <p>A process that holds the latch and stands still holds up the queue; the time limits of other processes hold.
 */
final class OpenQueue {

    /** A change under the latch. */
    interface Change {

        /** Returns whether there was something to change. */
        boolean make(QueueMemory memory);
    }

    /** How long an operation without a wait waits for a process that is just changing the queue. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long FOR_EVER = Long.MAX_VALUE / 4;

    private final Attached attached;
    private final QueueMemory memory;
    private final SharedLock latch;
    private volatile int lastSlot;

    OpenQueue(SharedObject object, Attached attached) {
        this.attached = attached;
        this.latch = new SharedLock(object);
        QueueShape shape = QueueShape.read(attached.words(), attached.at());
        this.memory = new QueueMemory(attached.words(), attached.at(), new RegionMemory(attached.region()), shape);
    }

    QueueMemory memory() {
        return memory;
    }

    void requireOpen() {
        attached.requireOpen();
    }

    /** Tells the threads that wait in a word that the queue has changed. */
    void wake(int word) {
        attached.wake(word);
    }

    // ---- slots

    /** The slot of this process, which it gets if it has none; called under the latch. */
    int slot() {
        Memory region = memory.region();
        long me = attached.participant().number();
        int slot = lastSlot;
        if (!QueueSlots.isOf(region, slot, me)) {
            slot = QueueSlots.of(region, me);
            lastSlot = slot;
        }
        return slot;
    }

    /** The slot of this process, or -1 if it has none. */
    int slotOrNone() {
        return QueueSlots.find(memory.region(), attached.participant().number());
    }

    // ---- changes

    /**
     * Repeats a change until it is made.
     *
     * @param word where the thread waits
     * @param offer what it waits for
     * @param argument the argument of the wait, for the offer
     * @param timeoutNanos how long to wait; not at all if this is 0
     * @return false if the time is over
     */
    boolean await(int word, Offer offer, long argument, long timeoutNanos, Change change) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        HintPlace place = new HintPlace(attached.word(word), attached.at(), offer);
        long deadline = System.nanoTime() + Math.max(timeoutNanos, 0);
        boolean[] isLate = new boolean[1];
        Waiting.Attempt attempt = () -> {
            if (!offer.suits(place.read(attached.words()), argument)) {
                return false;
            } else if (enter(Math.max(deadline - System.nanoTime(), GRACE_NANOS))) {
                return changeAndLeave(memory -> change.make(memory) || isNothingLeft(place, argument));
            }
            attached.participant().ring(place.wordAt()); // another thread may have what this one was told of
            isLate[0] = true;
            return true;
        };
        boolean isOver =
                attempt.make() || timeoutNanos > 0 && Waiting.until(attempt, attached, place, argument, deadline);
        return isOver && !isLate[0];
    }

    /** Returns false; under the latch nothing can be on offer that cannot be had. */
    private boolean isNothingLeft(HintPlace place, long argument) {
        if (place.offer().suits(place.read(attached.words()), argument) && !memory.needsRepair()) {
            throw QueueMemory.broken();
        }
        return false;
    }

    /**
     * Makes a change once.
     *
     * @return false if there was nothing to change, or the latch was not free in time
     */
    boolean change(long timeoutNanos, Change change) throws InterruptedException {
        return enter(Math.max(timeoutNanos, GRACE_NANOS)) && changeAndLeave(change);
    }

    /** Makes a change once, however long another process holds the latch; an interrupt waits until it is made. */
    boolean change(Change change) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return change(FOR_EVER, change);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean changeAndLeave(Change change) {
        try {
            if (memory.needsRepair()) {
                repair();
            }
            return change.make(memory);
        } catch (IndexOutOfBoundsException e) {
            throw new BrokenWordsException("the words of a queue are damaged: " + e.getMessage());
        } finally {
            latch.release();
        }
    }

    private boolean enter(long timeoutNanos) throws InterruptedException {
        return latch.acquire(timeoutNanos).isAcquired();
    }

    /** Any thread may wait for something that the repair makes free. */
    private void repair() {
        QueueRepair.run(memory);
        wake(QueueMemory.GETTERS);
        wake(QueueMemory.PUTTERS);
        wake(QueueMemory.JOINERS);
    }

    Source items(Source.Look look) {
        return Source.of(look, attached, QueueMemory.GETTERS, QueueOffers.ITEMS, 0);
    }

    // ---- the end of the work

    /**
     * Waits until the work may have come to its end since a state was read.
     *
     * @return false if the time is over
     */
    boolean awaitEnd(long state, long timeoutNanos) throws InterruptedException {
        HintPlace place = new HintPlace(attached.word(QueueMemory.JOINERS), attached.at(), QueueOffers.END);
        Waiting.Attempt attempt = () -> memory.word(QueueMemory.STATE) != state;
        return attempt.make()
                || timeoutNanos > 0 && Waiting.until(attempt, attached, place, state, System.nanoTime() + timeoutNanos);
    }

    /** Says that the work may have come to its end, if as far as this process can see it has. */
    void sayIfAtTheEnd(int slot) {
        if (QueueSlots.isSettled(memory.region(), slot) && memory.size() == 0) {
            memory.changeState(QueueOffers::oneMore);
            wake(QueueMemory.JOINERS);
        }
    }
}
