package dev.procpool.internal.engine.watch;

import dev.procpool.internal.base.Times;

/** The watch's view of a worker. Changed by this package only. Guarded by the engine lock. */
public final class Sighting {

    /** When the watch looks next; {@link Times#NEVER} while the worker holds nothing. */
    long lookNanos = Times.NEVER;

    /** The item that was started last when the watch looked. */
    long seenOrdinal;

    /** Whether that item was running. */
    boolean seenRunning;

    /** The first look that saw this; 0 for not seen. */
    long seenSinceNanos;

    /** The number of the report of progress that was seen last; 0 for none. */
    long seenReport;

    /** The item of that report. */
    long reportedOrdinal;

    /** The progress in that report. */
    long done;

    long total;

    /** When that report was seen. */
    long reportedNanos;

    /** How long an item has been seen running; 0 if it has not. */
    public long ranNanos(long ordinal) {
        long since = sinceNanos(ordinal);
        return since == 0 ? 0 : System.nanoTime() - since;
    }

    /** When an item was first seen running; 0 if it has not been. */
    public long sinceNanos(long ordinal) {
        return seenOrdinal == ordinal ? seenSinceNanos : 0;
    }

    /** Notes a look; returns whether it saw something else than the one before. */
    boolean see(long ordinal, boolean isRunning, long nowNanos) {
        if (ordinal == seenOrdinal && isRunning == seenRunning && seenSinceNanos != 0) {
            return false;
        }
        seenOrdinal = ordinal;
        seenRunning = isRunning;
        seenSinceNanos = nowNanos;
        return true;
    }
}
