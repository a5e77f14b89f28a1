package dev.procpool.internal.between;

import dev.procpool.ChildProcess;
import dev.procpool.internal.base.Times;
import dev.procpool.protocol.between.AnyWait;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** The wait for any of several objects. Confined to the thread that waits. */
public final class AnyOf {

    private static final Source NEVER = Source.of(() -> false);

    private final long timeoutNanos;
    private final List<CompletableFuture<?>> exits = new ArrayList<>();

    private AnyOf(long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
    }

    /**
     * Waits until one of the objects is ready, up to {@code timeout}.
     *
     * @return the ready ones, in the order of the arguments
     */
    public static List<Object> await(Duration timeout, Object... objects) throws InterruptedException {
        Objects.requireNonNull(objects, "objects");
        AnyOf wait = new AnyOf(Math.max(Times.nanos(Objects.requireNonNull(timeout, "timeout")), 0));
        try {
            List<Source> sources = new ArrayList<>();
            for (Object object : objects) {
                Source source = wait.source(object);
                sources.add(source == null ? NEVER : source); // the home has not answered in time
            }
            return AnyWait.await(sources, wait.timeoutNanos).stream()
                    .map(i -> objects[i])
                    .toList();
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        } finally {
            wait.exits.forEach(exit -> exit.cancel(false));
        }
    }

    private Source source(Object object) throws InterruptedException {
        if (object instanceof QueueHandle<?> queue) {
            return queue.calls().queue().items(timeoutNanos);
        } else if (object instanceof ConnectionHandle<?, ?> connection) {
            return source(connection.receiving());
        } else if (object instanceof SemaphoreHandle semaphore) {
            return semaphore.permits(timeoutNanos);
        } else if (object instanceof EventHandle event) {
            return event.isSet(timeoutNanos);
        } else if (object instanceof ChildProcess child) {
            return source(child);
        }
        throw new IllegalArgumentException("waitAny waits for queues, connections, semaphores, events and child"
                + " processes, and not for "
                + (object == null ? "null" : "a " + object.getClass().getName() + ": " + object));
    }

    private Source source(PipeDirection in) throws InterruptedException {
        try {
            Source items = in.calls().queue().items(timeoutNanos);
            return items == null ? null : items.readyWithoutHome();
        } catch (HomeLostException e) {
            return Source.of(() -> true); // the end of the pipe
        }
    }

    private Source source(ChildProcess child) {
        Thread waiting = Thread.currentThread();
        exits.add(child.onExit().thenRun(() -> LockSupport.unpark(waiting)));
        return Source.of(() -> !child.isAlive());
    }
}
