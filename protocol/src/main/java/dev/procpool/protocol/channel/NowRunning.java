package dev.procpool.protocol.channel;

import dev.procpool.protocol.message.ProtocolException;
import java.util.concurrent.locks.LockSupport;

/**
 * The item that a worker is running, in a word that outlives the worker: so a death, a cancellation or a timeout meets
 * exactly one item.
 *
 * <pre>
 * bits 63..4: the ordinal of the item that was started last, 0 for none
 * bit 3:      the item is closed: no other thread borrows it any more
 * bit 2:      the item is running: from before its decoding until the next item starts, or the last of a chunk ends
 * bit 1:      the item is lent to another thread of the worker: it neither ends nor is followed by another one
 * bit 0:      the supervisor holds the worker: it starts nothing
 * </pre>
 *
 * A worker starts an item by a compare-and-set that fails while it is held. While the supervisor holds the worker,
 * which takes microseconds, it knows exactly which items were started, and may recall the others: a range of ordinals
 * that the worker skips when it gets there. A recalled range always lies at the end of the items that were sent. A
 * worker writes a start first and reads the range after that: so a new range must still contain the item that was
 * started last if that item had been recalled before.
 *
 * <p>A quick item costs only this compare-and-set, which also ends the item before. For that reason other threads of
 * the worker that act while an item runs borrow it in this word, and not in one of their own.
 */
public final class NowRunning {

    /** No item is running. */
    public static final long NONE = 0;

    private static final long HELD = 1;
    private static final long LENT = 2;
    private static final long RUNNING = 4;
    private static final long CLOSED = 8;
    private static final int SHIFT = 4;
    private static final long HOLD_LOOK_NANOS = 20_000;

    /** More attempts than a regular worker causes: it changes the word about twice for each item. */
    private static final int MAX_ATTEMPTS = 100_000;

    private final SharedWord word;
    private final SharedWord recallFrom;
    private final SharedWord recallTo;

    NowRunning(SharedWord word, SharedWord recallFrom, SharedWord recallTo) {
        this.word = word;
        this.recallFrom = recallFrom;
        this.recallTo = recallTo;
    }

    // ---- the worker's side

    /**
     * Starts an item, once the worker is not held and the item before is not lent; ends the item before. Clears the
     * interrupt status if it has to wait.
     *
     * @return false if the item was recalled: then it must not run
     */
    public boolean start(long ordinal) {
        long started = ordinal << SHIFT | RUNNING;
        for (long now = word.getVolatile(); ; now = word.getVolatile()) {
            if ((now & HELD) != 0) {
                Thread.interrupted(); // meant for the item before, or left behind by it; it would end the sleep at once
                LockSupport.parkNanos(HOLD_LOOK_NANOS);
            } else if ((now & LENT) != 0) {
                Thread.yield();
            } else if (word.compareAndSet(now, started)) {
                break;
            }
        }
        // In this order: the supervisor writes the start of a range before its end, so a mixture of two is empty.
        long to = recallTo.getVolatile();
        long from = recallFrom.getVolatile();
        if (ordinal < from || ordinal >= to) {
            return true;
        }
        end();
        return false;
    }

    /** From now on the item is not lent, though it still runs: the worker adds or sends its result. */
    public void close() {
        changeWhenNotLent(CLOSED, 0);
    }

    /** The item that was started last has ended. */
    public void end() {
        changeWhenNotLent(CLOSED, RUNNING);
    }

    private void changeWhenNotLent(long set, long cleared) {
        while (true) {
            long now = word.getVolatile();
            if ((now & LENT) != 0) {
                Thread.yield();
            } else if (word.compareAndSet(now, (now | set) & ~cleared)) {
                return;
            }
        }
    }

    /**
     * Lends the item to the calling thread, which is not the thread that runs it, once no other thread has borrowed it.
     *
     * @return whether the item is running and not closed; then {@link #giveBack} must follow
     */
    public boolean borrow(long ordinal) {
        while (true) {
            long now = word.getVolatile();
            if ((now & ~(HELD | LENT)) != (ordinal << SHIFT | RUNNING)) {
                return false;
            }
            if ((now & LENT) != 0) {
                Thread.yield();
            } else if (word.compareAndSet(now, now | LENT)) {
                return true;
            }
        }
    }

    /** Returns the item that was borrowed: it may end. */
    public void giveBack() {
        long now;
        do {
            now = word.getVolatile();
        } while (!word.compareAndSet(now, now & ~LENT));
    }

    // ---- the supervisor's side

    /** The ordinal of the item that is running, or {@link #NONE}. */
    public long running() {
        long now = word.getVolatile();
        return (now & RUNNING) == 0 ? NONE : now >>> SHIFT;
    }

    /** The ordinal of the item that was started last; exact while the worker is held. */
    public long lastStarted() {
        return word.getVolatile() >>> SHIFT;
    }

    /**
     * Keeps the worker from starting items.
     *
     * @throws ProtocolException if the word changes more often than a regular worker changes it
     */
    public void hold() {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            long now = word.getVolatile();
            if (word.compareAndSet(now, now | HELD)) {
                return;
            }
        }
        throw new ProtocolException("a worker changes the word for what it runs without end");
    }

    /** Lets the worker start items again. */
    public void release() {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            long now = word.getVolatile();
            if (word.compareAndSet(now, now & ~HELD)) {
                return;
            }
        }
        throw new ProtocolException("a worker changes the word for what it runs without end");
    }

    /** Takes back the items of a range that were not started; to be called while the worker is held. */
    public void recall(long fromOrdinal, long toOrdinal) {
        recallFrom.setVolatile(fromOrdinal);
        recallTo.setVolatile(toOrdinal);
    }
}
