package dev.procpool.cli;

import dev.procpool.TaskOptions;
import dev.procpool.lines.LineSource;
import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * Items that are read no further than a number of items ahead of the results that are printed: outcomes that have
 * arrived before their turn are kept in memory meanwhile. {@link #printed}, {@link #kept} and {@link #end} are
 * thread-safe.
 */
final class ReadWindow implements ForwardingItems {

    /** As far as the library reads ahead at most. */
    private static final int USUAL = 16 * 1024;

    private static final int CHUNKS_PER_WORKER = 4;

    /** While outcomes of more bytes are kept, no items are read. */
    private static final long MOST_KEPT_BYTES = 8 << 20;

    private final LineSource all;
    private final long most;
    private long ahead; // guarded by this: items that were given and whose results are not printed
    private long keptBytes; // guarded by this
    private boolean ended; // guarded by this

    /** @param most the number of items; at least that of a chunk, as a chunk is not sent before it is full */
    ReadWindow(LineSource all, long most) {
        this.all = all;
        this.most = most;
    }

    @Override
    public LineSource all() {
        return all;
    }

    /** The number of items to read ahead that suits the options of a call. */
    static long sizeFor(TaskOptions options, int workers) {
        int chunk = Math.max(1, options.chunkSize());
        return options.buffer() > 0
                ? Math.max(options.buffer(), chunk)
                : Math.max(USUAL, (long) CHUNKS_PER_WORKER * workers * chunk);
    }

    @Override
    public boolean next() throws IOException {
        if (!awaitRoom() || !all.next()) {
            return false;
        }
        synchronized (this) {
            ahead++;
        }
        return true;
    }

    private synchronized boolean awaitRoom() throws IOException {
        try {
            while (!ended && !hasRoom()) {
                wait();
            }
            return !ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for results");
        }
    }

    /** The next item to print has been given before the items whose outcomes are kept, so that it will arrive. */
    private boolean hasRoom() {
        return ahead < most && keptBytes < MOST_KEPT_BYTES;
    }

    /** The result of an item is printed. */
    synchronized void printed() {
        ahead--;
        notifyAll();
    }

    /** The number of bytes that are kept has changed. */
    synchronized void kept(long more) {
        keptBytes += more;
        notifyAll();
    }

    /** No more items are wanted. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public boolean hasReady() {
        synchronized (this) {
            if (!ended && !hasRoom()) {
                return false;
            }
        }
        return all.hasReady();
    }
}
