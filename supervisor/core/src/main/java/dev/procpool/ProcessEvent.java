package dev.procpool;

import dev.procpool.internal.between.NewObjects;
import java.io.Serializable;
import java.time.Duration;

/**
 * An event between processes, mirroring Python's {@code multiprocessing.Event}
 * ({@code multiprocessing/synchronize.py}). Thread-safe. Threads of any process wait until one sets it.
 *
 * <pre>{@code
 * try (ProcessEvent ready = ProcessEvent.create(); ChildProcess child = ChildProcess.of(() -> serve(ready))) {
 *     child.start();
 *     if (!ready.await(Duration.ofSeconds(10))) { ... }
 * }
 * }</pre>
 *
 * <p>The event is a handle, which travels and dies as that of a {@link ProcessLock}. A process that dies holds nothing
 * up: an event that it has set stays set, and the threads that wait for it wake. In Python a process that is killed
 * while it sets an event may leave it locked for ever.
 *
 * <p><b>Order.</b> Memory that processes share and that was changed before {@link #set} is seen after {@link #await}.
 * A thread that waits sees a set that another thread clears at once, as in Python.
 */
public interface ProcessEvent extends AutoCloseable, Serializable {

    /**
     * Creates an event whose home is this process, and which is clear.
     *
     * @throws PoolException if there is no room for its memory
     */
    static ProcessEvent create() {
        return NewObjects.event();
    }

    /**
     * Sets the event: the threads that wait for it go on, and so does every later one until it is cleared.
     *
     * @throws HomeGoneException if the home is gone or has closed the event
     */
    void set();

    /**
     * Clears the event: threads wait for the next {@link #set}.
     *
     * @throws HomeGoneException if the home is gone or has closed the event
     */
    void clear();

    /**
     * Whether the event is set at this moment.
     *
     * @throws HomeGoneException if the home is gone or has closed the event
     */
    boolean isSet();

    /**
     * Waits until the event is set.
     *
     * @throws HomeGoneException if the home is gone or has closed the event
     */
    void await() throws InterruptedException;

    /**
     * Waits until the event is set, up to {@code timeout}; looks once if that is zero or negative.
     *
     * @return whether the event is set, or was set during the wait
     * @throws HomeGoneException if the home is gone or has closed the event
     */
    boolean await(Duration timeout) throws InterruptedException;

    /**
     * Ends the event, in the process that created it: threads that wait for it wake, and every later operation in any
     * process throws {@link HomeGoneException}. Has no effect in another process. Idempotent. An event that is never
     * closed ends with the process that created it; one that never left that process, when it is no longer reachable.
     */
    @Override
    void close();
}
