package dev.procpool.internal.between;

import dev.procpool.protocol.between.BrokenWordsException;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.SharedEnd;

/**
 * One direction of a pipe, as one of its ends sees it. Thread-safe.
 *
 * @param end the end of the queue that is held
 */
record PipeDirection(QueueHandle<Object> queue, SharedEnd end) {

    static PipeDirection sendingInto(QueueHandle<Object> queue) {
        return new PipeDirection(queue, new SharedEnd(queue.calls().queue(), true));
    }

    static PipeDirection receivingFrom(QueueHandle<Object> queue) {
        return new PipeDirection(queue, new SharedEnd(queue.calls().queue(), false));
    }

    QueueCalls calls() {
        return queue.calls();
    }

    /** A handle that has arrived, or is new, holds the end. Where the home is gone the first use says so. */
    void arrive(long journey) {
        try {
            end.arrive(journey);
        } catch (HomeLostException e) {
            // Nothing is held where nothing is.
        }
    }

    long depart() {
        long journey = calls().runShortly(shared -> end.depart());
        Journeys.began(() -> recall(journey));
        return journey;
    }

    private void recall(long journey) {
        try {
            end.recall(journey);
        } catch (HomeLostException | BrokenWordsException e) {
            // The queue has ended with its home, or is of no use any more.
        }
    }

    /** The handle ends. */
    void release() {
        try {
            end.release();
        } catch (HomeLostException | BrokenWordsException e) {
            // The queue has ended with its home, or is of no use any more.
        }
        NewPipes.HERE.closed();
    }

    /**
     * Ends the queue if both of its ends are closed or its words are damaged, in the process that created it; returns
     * whether that is so.
     */
    boolean endIfClosed() {
        boolean isClosed;
        try {
            isClosed = end.areBothClosed();
        } catch (HomeLostException | BrokenWordsException e) {
            isClosed = true;
        }
        if (isClosed) {
            queue.close();
        }
        return isClosed;
    }
}
