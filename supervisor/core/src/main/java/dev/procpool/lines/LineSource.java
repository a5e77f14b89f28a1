package dev.procpool.lines;

import java.io.IOException;

/**
 * The lines that a function is applied to, one after the other. {@link LineReader} reads them from a stream. A source
 * is read by one thread: a thread of the pool, once the source is given to {@link Lines#run}, which also closes it.
 */
public interface LineSource extends AutoCloseable {

    /**
     * Moves to the next line; waits for it.
     *
     * @return false at the end
     * @throws IOException if the lines cannot be read
     */
    boolean next() throws IOException;

    /**
     * Whether {@link #next} would return at once. The lines of a slow source are sent one by one, those of a source
     * that has more of them ready are sent together.
     */
    boolean hasReady();

    /** The line without its end, empty if it cannot be used; valid until {@link #next} is called. */
    LineText line();

    /** The reason why the line cannot be used, which fails it; null if it can be used. */
    String problem();

    /** Releases what the source needs. Called once. */
    @Override
    void close() throws IOException;
}
