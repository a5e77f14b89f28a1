package dev.procpool;

import java.util.Iterator;
import java.util.stream.Stream;

/**
 * The results of an {@code imap} or {@code outcomes} as they arrive: one-shot, as a {@code DirectoryStream}. Close it when
 * you leave it before its end: what was read ahead is cancelled then. At its end there is nothing left to close.
 *
 * <p>Not thread-safe: one consumer.
 *
 * @param <R> the type of a result
 */
public interface Results<R> extends Iterable<R>, AutoCloseable {

    /**
     * The only iterator. {@code hasNext} and {@code next} wait; when the waiting thread is interrupted they throw {@code
     * java.util.concurrent.CancellationException}, with the interrupt status set, and the rest is cancelled.
     *
     * @throws IllegalStateException when called a second time, or after {@link #close}
     */
    @Override
    Iterator<R> iterator();

    /** The rest as a sequential stream, instead of the iterator; closing the stream closes this. */
    Stream<R> stream();

    /**
     * Stops early, without losing what runs: reads no more input, cancels the items that have not started, and lets the
     * others end. The iteration goes on to its end, with a {@code CancellationException} for each cancelled item (but for
     * those that had been read and not sent on).
     * Thread-safe. Idempotent; does not wait.
     */
    void cancelPending();

    /** Cancels what was not consumed. Idempotent; does not wait. */
    @Override
    void close();
}
