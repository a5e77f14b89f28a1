package dev.procpool.internal.pool;

import dev.procpool.lines.LineSource;
import dev.procpool.lines.LineText;
import dev.procpool.lines.UnusableLineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * The lines of a source as the items of a call. Each item is this object itself, which stands for the line that the
 * source has at that time. Confined to the thread that reads.
 */
final class LineItems implements Iterable<Object>, AutoCloseable {

    private final LineSource source;

    LineItems(LineSource source) {
        this.source = Objects.requireNonNull(source, "lines");
    }

    @Override
    public Iterator<Object> iterator() {
        return new Iterator<>() {

            private boolean isAtNext;

            @Override
            public boolean hasNext() {
                isAtNext = isAtNext || moveToNext();
                return isAtNext;
            }

            @Override
            public Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                isAtNext = false;
                return LineItems.this;
            }
        };
    }

    private boolean moveToNext() {
        try {
            return source.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the next line can be read without waiting for it. */
    boolean hasReady() {
        return source.hasReady();
    }

    /**
     * The line that is the item now.
     *
     * @throws UnusableLineException if it cannot be used
     */
    LineText line() {
        if (source.problem() != null) {
            throw new UnusableLineException(source.problem());
        }
        return source.line();
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
