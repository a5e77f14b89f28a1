package dev.procpool;

import dev.procpool.internal.between.NewObjects;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * A lock between processes that several readers or one writer hold. Python has nothing like it. Thread-safe. A handle,
 * which travels as a {@link ProcessLock} does.
 *
 * <pre>{@code
 * try (ProcessLock.Hold hold = lock.read()) {
 *     return lookUp(memory, key); // together with other readers
 * }
 * }</pre>
 *
 * <p><b>Order.</b> A reader that finds no writer enters at once: it changes one word, which no other process changes. A
 * writer that has come is the next: readers that come later wait behind it, so readers that overlap for ever keep no
 * writer out. Writers, and readers that wait behind a writer, get their turn in the order of their arrival, so writers
 * keep no reader out for ever either. Threads that are awake may pass sleeping ones for 50 microseconds.
 *
 * <p><b>Deaths.</b> If a process dies, its readers count no more, and a writer that waits for them goes on. If a
 * process dies while it writes, what the lock protects may be half changed: {@link ProcessLock.Hold#wasAbandoned} is
 * true for every reader and writer from then on, until a writer has released the lock. When the <em>home</em> ends,
 * which is the process that created the lock, all threads wake and every operation throws {@link HomeGoneException}.
 *
 * <p>A hold belongs to the process: any of its threads may close it. A thread that reads and wants to write has to
 * release its hold first, else it waits for itself; so does one that writes and wants to read. Memory that processes
 * share and that a writer has changed is seen by all later readers and writers.
 */
public interface ProcessReadWriteLock extends AutoCloseable, Serializable {

    /**
     * Creates a lock whose home is this process.
     *
     * @throws PoolException if there is no room for its memory
     */
    static ProcessReadWriteLock create() {
        return NewObjects.readWriteLock();
    }

    /**
     * Waits until no writer holds the lock or is the next to hold it.
     *
     * @throws HomeGoneException if the home is gone or has closed the lock
     */
    ProcessLock.Hold read() throws InterruptedException;

    /**
     * The same up to {@code timeout}; tries once if that is zero or negative.
     *
     * @return empty if the time was over
     * @throws HomeGoneException if the home is gone or has closed the lock
     */
    Optional<ProcessLock.Hold> tryRead(Duration timeout) throws InterruptedException;

    /**
     * Waits until nobody else holds the lock.
     *
     * @throws HomeGoneException if the home is gone or has closed the lock
     */
    ProcessLock.Hold write() throws InterruptedException;

    /**
     * The same up to {@code timeout}; tries once if that is zero or negative.
     *
     * @return empty if the time was over
     * @throws HomeGoneException if the home is gone or has closed the lock
     */
    Optional<ProcessLock.Hold> tryWrite(Duration timeout) throws InterruptedException;

    /**
     * The number of readers at this moment, in all processes.
     *
     * @throws HomeGoneException if the home is gone or has closed the lock
     */
    int readers();

    /**
     * Ends the lock, in the process that created it: threads that wait for it wake, and every later operation in any
     * process throws {@link HomeGoneException}. Has no effect in another process. Idempotent.
     */
    @Override
    void close();
}
