package dev.procpool.internal.engine.dispatch;

import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.items.Assignment;
import dev.procpool.internal.engine.items.PendingQueue;
import dev.procpool.internal.engine.items.RunTimeEstimate;

/**
 * Computes for each worker which result wakes the sleeping reader: waking it for every quick item would take longer
 * than the items. Guarded by the engine lock.
 */
public final class WakeThreshold {

    /** A worker wakes the reader when it holds less than this number of frames of work, if items are pending. */
    private static final int LOW_FRAMES = 2;

    /** Results that are of use before the whole call is done wait for a sleeping reader no longer than this. */
    private static final long SOON_NANOS = 1_000_000;

    /** Any result wakes the reader: no ordinal is smaller. */
    private static final long ANY = 1;

    private final PendingQueue pending;
    private final SendAhead sendAhead;

    WakeThreshold(PendingQueue pending, SendAhead sendAhead) {
        this.pending = pending;
        this.sendAhead = sendAhead;
    }

    /**
     * The first item whose result wakes the reader: the next one, unless that is quick and the worker has enough to do.
     */
    public long awaitedOrdinal(Worker worker) {
        Assignment first = worker.held.first();
        if (first == null) {
            return ANY;
        }
        long next = first.nextOrdinal();
        long each = first.nanosPerItem();
        if (each == RunTimeEstimate.UNKNOWN) {
            return next;
        }
        long end = next;
        for (Assignment held : worker.held) {
            if (held.call() != first.call()) {
                break;
            }
            end = held.endOrdinal();
        }
        long nanos = first.call().wantsEachResult() ? SOON_NANOS : sendAhead.mostNanos();
        long soon = next + nanos / each;
        long low = pending.hasReady() ? lowOrdinal(worker) : end;
        long awaited = Math.min(Math.min(end, soon) - 1, low);
        return Math.max(next, awaited);
    }

    /** The item after which the worker holds few enough items to get more. */
    private long lowOrdinal(Worker worker) {
        long left = Math.min(LOW_FRAMES * sendAhead.frameNanos(), sendAhead.nanos());
        for (Assignment held : worker.held.backwards()) {
            long each = held.nanosPerItem();
            if (each == RunTimeEstimate.UNKNOWN) {
                return ANY;
            }
            if (each * held.unsettled() > left) {
                return held.endOrdinal() - 1 - left / each;
            }
            left -= each * held.unsettled();
        }
        return ANY;
    }
}
