package dev.procpool.protocol.between;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The lines of this JVM, to homes and from participants, and the daemon thread {@code procpool-lines} that reads them
 * while there are any. Thread-safe.
 *
 * <p>A line is a non-blocking Unix-domain socket, so no interrupt closes it: a line that ends says that the process at
 * its other end has died. The thread sleeps in the kernel until this JVM begins to exit. From then on it looks every
 * few milliseconds, because HotSpot waits 300 ms for threads in native code before it lets a process end.
 */
final class Lines {

    /** Reads a channel that has something to read; runs on the thread of the lines, and does not block. */
    interface Reader {
        void read() throws IOException;
    }

    private record Added(SelectableChannel channel, int operation, Reader reader) {}

    /** A JVM has one set of lines, as it has one set of descriptors. */
    static final Lines HERE = new Lines();

    private static final System.Logger LOG = System.getLogger(Lines.class.getName());
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Set<SelectableChannel> open = new HashSet<>(); // guarded by this
    private final Queue<Added> added = new ArrayDeque<>(); // guarded by this
    private Selector selector; // guarded by this; null while no thread runs
    private boolean watchesExit; // guarded by this
    private volatile boolean exiting;

    private Lines() {}

    /**
     * Reads a channel from now on.
     *
     * @param channel non-blocking
     * @param operation accept or read, as in {@link SelectionKey}
     * @throws IOException if there is no descriptor for a selector; the channel was not added then
     */
    synchronized void add(SelectableChannel channel, int operation, Reader reader) throws IOException {
        if (selector == null) {
            selector = startReading(); // first: a channel that no thread reads stays with the caller, which closes it
        }
        open.add(channel);
        added.add(new Added(channel, operation, reader));
        selector.wakeup();
    }

    /** Starts the thread; it waits for the monitor before it looks for channels. */
    private Selector startReading() throws IOException {
        watchExit();
        Selector mine = Selector.open();
        boolean isStarted = false;
        try {
            Thread thread = new Thread(() -> run(mine), "procpool-lines");
            thread.setDaemon(true);
            thread.start();
            isStarted = true;
            return mine;
        } finally {
            if (!isStarted) {
                mine.close();
            }
        }
    }

    private void watchExit() {
        if (watchesExit) {
            return;
        }
        watchesExit = true;
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(this::leaveNativeCode, "procpool-lines-exit"));
        } catch (IllegalStateException e) {
            exiting = true;
        }
    }

    private synchronized void leaveNativeCode() {
        exiting = true;
        if (selector != null) {
            selector.wakeup();
        }
    }

    /** Closes a channel. Idempotent. */
    synchronized void remove(SelectableChannel channel) {
        open.remove(channel);
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was buffered, so nothing can be lost.
        }
        if (selector != null) {
            selector.wakeup();
        }
    }

    private void run(Selector mine) {
        try (mine) {
            while (register(mine)) {
                if (exiting) {
                    LockSupport.parkNanos(LOOK_NANOS);
                    mine.selectNow();
                } else {
                    mine.select();
                }
                Thread.interrupted(); // code that interrupts all threads must not make this one spin
                mine.selectedKeys().forEach(Lines::read);
                mine.selectedKeys().clear();
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the lines between processes cannot be read any more", e);
        }
    }

    /** Registers added channels; returns false, once, when there is no channel left. */
    private synchronized boolean register(Selector mine) throws IOException {
        for (Added one = added.poll(); one != null; one = added.poll()) {
            if (one.channel().isOpen()) {
                one.channel().register(mine, one.operation(), one.reader());
            }
        }
        if (!open.isEmpty()) {
            return true;
        }
        selector = null;
        return false;
    }

    private static void read(SelectionKey key) {
        try {
            ((Reader) key.attachment()).read();
        } catch (Throwable e) { // without this thread every other line would be silent for ever
            if (key.isValid()) {
                HERE.remove(key.channel());
                LOG.log(Level.WARNING, "a line between processes failed", e);
            }
        }
    }
}
