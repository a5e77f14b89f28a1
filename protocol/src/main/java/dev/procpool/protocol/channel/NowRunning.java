package dev.procpool.protocol.channel;

import dev.procpool.protocol.ProtocolException;
import java.util.concurrent.locks.LockSupport;

/**
 * What a worker is busy with, in a word that outlives it: so a death, a cancellation and a time-out meet exactly one item.
 *
 * <pre>
 * bits 63..2: the ordinal of the item that was started last, 0 for none
 * bit 1:      it is running: from before its decoding until after its encoding
 * bit 0:      the supervisor holds the worker: it starts nothing
 * </pre>
 *
 * A worker starts an item by a compare-and-set that fails while it is held. So while the supervisor holds it, which takes
 * microseconds, the supervisor knows exactly what was started, and may recall the rest: a range of ordinals that the worker
 * skips when it gets there. Recalled ranges always lie at the end of what was sent. A worker notes a start first and looks at the
 * range then: so a new range must still contain the item that was started last if that had been recalled before.
 */
public final class NowRunning {

    /** No item is running. */
    public static final long NONE = 0;

    private static final long HELD = 1;
    private static final long RUNNING = 2;
    private static final int SHIFT = 2;
    private static final long HOLD_LOOK_NANOS = 20_000;

    /** More than any worker of ours causes: it changes the word twice an item. */
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

    /** Starts an item, once the worker is not held. Returns false if it was recalled: then it must not run. */
    public boolean start(long ordinal) {
        long started = ordinal << SHIFT | RUNNING;
        for (long now = word.getVolatile(); ; now = word.getVolatile()) {
            if ((now & HELD) != 0) {
                LockSupport.parkNanos(HOLD_LOOK_NANOS);
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

    /** The item that was started last has ended. */
    public void end() {
        long now;
        do {
            now = word.getVolatile();
        } while (!word.compareAndSet(now, now & ~RUNNING));
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
     * Keeps the worker from starting anything.
     *
     * @throws ProtocolException if the word changes as no worker of ours changes it
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

    /** Lets the worker go on. */
    public void release() {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            long now = word.getVolatile();
            if (word.compareAndSet(now, now & ~HELD)) {
                return;
            }
        }
        throw new ProtocolException("a worker changes the word for what it runs without end");
    }

    /** Takes back everything that was not started, while the worker is held. */
    public void recall(long fromOrdinal, long toOrdinal) {
        recallFrom.setVolatile(fromOrdinal);
        recallTo.setVolatile(toOrdinal);
    }
}
