package dev.procpool.internal.backend;

import dev.procpool.PoolListener;
import dev.procpool.internal.base.Loggers;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Events on their way to a listener: in order, one at a time, at most 10,000. Thread-safe; {@link #add} never blocks.
 */
public final class ListenerQueue {

    private static final System.Logger LOG = Loggers.of(PoolListener.class);
    private static final int MAX_WAITING = 10_000;

    private final PoolListener listener;
    private final Executor executor;
    private final Queue<Consumer<PoolListener>> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean delivering = new AtomicBoolean();

    /** A queue whose events are delivered on {@code executor}. */
    public ListenerQueue(PoolListener listener, Executor executor) {
        this.listener = listener;
        this.executor = executor;
    }

    /** Adds an event; {@link #deliver} has to be called afterwards. Runs no code of the listener. */
    public void add(Consumer<PoolListener> event) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            dropped.incrementAndGet();
        } else {
            events.add(event);
        }
    }

    /** Makes sure that the events added so far reach the listener, on the executor. */
    public void deliver() {
        if (!events.isEmpty() && delivering.compareAndSet(false, true)) {
            executor.execute(this::tellAll);
        }
    }

    private void tellAll() {
        try {
            for (Consumer<PoolListener> event; (event = events.poll()) != null; ) {
                waiting.decrementAndGet();
                tell(event);
            }
        } finally {
            delivering.set(false);
        }
        long missed = dropped.getAndSet(0);
        if (missed > 0) {
            LOG.log(Level.WARNING, "procpool: the listener {0} is slow and has missed {1} events", listener, missed);
        }
        deliver(); // events that were added since the last look
    }

    private void tell(Consumer<PoolListener> event) {
        try {
            event.accept(listener);
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "procpool: the listener failed", e);
        }
    }
}
