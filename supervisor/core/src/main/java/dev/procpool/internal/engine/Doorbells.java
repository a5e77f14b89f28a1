package dev.procpool.internal.engine;

import dev.procpool.internal.launch.WorkerLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/**
 * The doorbells of all workers, on which the reader sleeps. Confined to the reader role, but for {@link #add} and
 * {@link #wakeup}, which are thread-safe.
 */
final class Doorbells {

    private final Selector selector;
    private final Queue<Worker> unregistered = new ConcurrentLinkedQueue<>();

    Doorbells() {
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a worker before the next sleep; the worker is connected. */
    void add(Worker worker) {
        unregistered.add(worker);
        wakeup();
    }

    /** Ends a sleep, or the next one if there is none. */
    void wakeup() {
        selector.wakeup();
    }

    /** Registers the workers that were added; {@code failed} is told of each that could not be. */
    void register(BiConsumer<Worker, IOException> failed) {
        for (Worker worker; (worker = unregistered.poll()) != null; ) {
            try {
                WorkerLink link = worker.link();
                if (link.doorbell().socket().isOpen()) {
                    link.doorbell().socket().register(selector, SelectionKey.OP_READ, link);
                }
            } catch (IOException e) {
                failed.accept(worker, e);
            }
        }
    }

    /** Sleeps until a worker rings, {@link #wakeup} is called, the thread is interrupted, or the time is over. */
    void sleep(long millis) {
        try {
            selector.select(millis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the rings that have arrived out of the sockets. */
    void drain() {
        for (SelectionKey key : selector.selectedKeys()) {
            WorkerLink link = (WorkerLink) key.attachment();
            if (!link.doorbell().drain()) {
                key.cancel(); // the worker is ending; its exit decides
            }
        }
        selector.selectedKeys().clear();
    }

    void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
