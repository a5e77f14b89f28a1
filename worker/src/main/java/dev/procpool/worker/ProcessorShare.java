package dev.procpool.worker;

import dev.procpool.protocol.message.Command.RunChunk;

/**
 * The part of the items' run time in which the main thread waited for a processor. To ask the system costs up to 5 µs,
 * so it is not asked about quick items, and about one in 64 where many slow ones follow each other. Confined to the
 * main thread while no item is open.
 */
final class ProcessorShare {

    /** The first items are not asked about: they are slow in any case, and to begin counting would make them slower. */
    private static final int FIRST_ITEMS = 100;

    /** In a row of slow measurements, the number of those that are all asked about. */
    private static final int ALL_ASKED = 16;

    /** After those, one measurement of this number is asked about. */
    private static final int ONE_OF = 64;

    private final RunQueueDelay delay;
    private boolean isCounting;
    private long functionId;
    private long slowInARow;

    /** Whether the count includes time of items that nothing was asked about. */
    private boolean isBehind;

    ProcessorShare(RunQueueDelay delay) {
        this.delay = delay;
    }

    /** The measurements that follow are of items of {@code chunk}. */
    void begin(RunChunk chunk) {
        if (functionId != chunk.functionId()) {
            functionId = chunk.functionId();
            endSlowRow();
        }
        if (!isCounting && chunk.firstOrdinal() > FIRST_ITEMS) {
            isCounting = true;
            delay.begin();
        }
    }

    /** The main thread was idle: the time that it waited for a processor until now belongs to no item. */
    void forget() {
        if (!isBehind) { // else the time is forgotten before the next question
            delay.waitedNanos();
        }
    }

    /**
     * The part of {@code nanos}, which the last items took, in which the main thread waited for a processor; 0 if
     * unknown.
     */
    long queued(long nanos) {
        if (nanos <= ResultBatch.QUICK_NANOS) {
            endSlowRow();
            return 0;
        }
        slowInARow++;
        long place = slowInARow % ONE_OF;
        if (slowInARow <= ALL_ASKED || place == 0) {
            return Math.min(nanos, delay.waitedNanos());
        }
        isBehind = true;
        if (place == ONE_OF - 1) {
            catchUp(); // the next measurement is asked about
        }
        return 0;
    }

    private void endSlowRow() {
        slowInARow = 0;
        catchUp();
    }

    private void catchUp() {
        if (isBehind) {
            isBehind = false;
            delay.waitedNanos();
        }
    }
}
