package dev.procpool;

import java.util.Iterator;
import java.util.stream.Stream;

/**
 * The results of an {@code imap} or {@code outcomes} as they arrive: usable once, as a {@code DirectoryStream}. A
 * consumer that leaves before the end should close the results, which cancels the items that were read ahead. At the
 * end there is nothing left to close.
 *
 * <p>Not thread-safe, except for {@link #cancelPending}: one consumer.
 *
 * @param <R> the type of a result
 */
public interface Results<R> extends Iterable<R>, AutoCloseable {

    /**
     * The only iterator. {@code hasNext} and {@code next} wait. When the waiting thread is interrupted, they throw
     * {@code java.util.concurrent.CancellationException} with the interrupt status set, and the remaining items are
     * cancelled.
     *
     * @throws IllegalStateException when called a second time, or after {@link #close}
     */
    @Override
    Iterator<R> iterator();

    /**
     * The results as a sequential stream, instead of the iterator; closing the stream closes this.
     *
     * @throws IllegalStateException if there is an iterator or a stream already, or after {@link #close}
     */
    Stream<R> stream();

    /**
     * Stops early without losing running items: reads no more input, cancels the items that have not started, and lets
     * the others end. The iteration goes on to its end, with a {@code CancellationException} for each cancelled item,
     * except for items that were read but not yet submitted, which are dropped. Thread-safe. Idempotent; does not wait.
     */
    void cancelPending();

    /** Cancels the items whose results were not consumed. Idempotent; does not wait. */
    @Override
    void close();
}
