package dev.procpool.internal.pool;

import dev.procpool.Pool;
import dev.procpool.Results;
import dev.procpool.internal.backend.Settlement;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Results as they arrive: the thread of the consumer waits and decodes. Confined to that thread, except for {@link
 * #cancelPending}.
 */
final class ResultStream<T> implements Results<T> {

    /** Keeps the pool from being taken for forgotten while the program holds these results. */
    private final Pool pool;

    private final Arrivals arrivals;
    private final OutcomeDecoder decoder;
    private final ResultBuffer<T> decoded;
    private boolean iterated;

    ResultStream(Pool pool, Arrivals arrivals, OutcomeDecoder decoder, ResultBuffer<T> decoded) {
        this.pool = pool;
        this.arrivals = arrivals;
        this.decoder = decoder;
        this.decoded = decoded;
    }

    @Override
    public Iterator<T> iterator() {
        if (iterated || arrivals.isClosed()) {
            throw new IllegalStateException(
                    arrivals.isClosed() ? "these results are closed" : "results can be iterated only once");
        }
        iterated = true;
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return fill() || arrivals.failInput();
            }

            @Override
            public T next() {
                if (!fill()) {
                    arrivals.failInput();
                    throw new NoSuchElementException();
                }
                arrivals.took();
                return decoded.next();
            }
        };
    }

    /** Waits until an outcome is decoded; returns false at the end. */
    private boolean fill() {
        while (decoded.isEmpty()) {
            Settlement next = arrivals.next();
            if (next == null) {
                return false;
            }
            decoder.decode(arrivals.call(), next, decoded);
        }
        return true;
    }

    @Override
    public Stream<T> stream() {
        Spliterator<T> spliterator = Spliterators.spliteratorUnknownSize(iterator(), 0);
        return StreamSupport.stream(spliterator, false).onClose(this::close);
    }

    @Override
    public void cancelPending() {
        arrivals.cancelPending();
    }

    @Override
    public String toString() {
        return "results of task " + arrivals.call().id() + " of " + pool;
    }

    @Override
    public void close() {
        if (!arrivals.isClosed()) {
            decoded.clear();
            arrivals.close();
        }
    }
}
