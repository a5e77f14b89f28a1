package dev.procpool;

import dev.procpool.internal.between.NewObjects;
import java.io.Serializable;

/**
 * A {@code long} that processes share, mirroring Python's {@code multiprocessing.Value('q')}
 * ({@code multiprocessing/sharedctypes.py}). Thread-safe.
 *
 * <pre>{@code
 * try (SharedLong words = SharedLong.of(0); Pool pool = Pool.open(4)) {
 *     pool.map(page -> words.addAndGet(count(page)), pages);
 *     System.out.println(words.get());
 * }
 * }</pre>
 *
 * <p>Every method is atomic and acts on the shared memory at once, so {@link #addAndGet} needs no lock; in Python
 * {@code value += 1} does. Changes of several values that belong together need {@link #lock}.
 *
 * <p>The value is a handle, which travels and dies as that of a {@link ProcessLock}. Memory that processes
 * share and that was changed before a {@link #set} is seen after a {@link #get} that returns the value.
 */
public interface SharedLong extends AutoCloseable, Serializable {

    /**
     * Creates a value whose home is this process.
     *
     * @throws PoolException if there is no room for its memory
     */
    static SharedLong of(long value) {
        return NewObjects.longValue(value);
    }

    /**
     * The value.
     *
     * @throws HomeGoneException if the home is gone or has closed the value
     */
    long get();

    /**
     * Sets the value.
     *
     * @throws HomeGoneException if the home is gone or has closed the value
     */
    void set(long value);

    /**
     * Adds to the value; returns the sum.
     *
     * @throws HomeGoneException if the home is gone or has closed the value
     */
    long addAndGet(long delta);

    /**
     * Sets the value if it is {@code expected}; returns whether it was.
     *
     * @throws HomeGoneException if the home is gone or has closed the value
     */
    boolean compareAndSet(long expected, long value);

    /**
     * The lock that belongs to the value, as Python's {@code get_lock()}: reentrant, and of no effect on the methods of
     * the value. It ends with the value; its own {@code close} has no effect.
     */
    ProcessLock lock();

    /**
     * Ends the value, in the process that created it: every later operation in any process throws {@link
     * HomeGoneException}. Has no effect in another process. Idempotent. A value that is never closed ends with the
     * process that created it; one that never left that process, when neither it nor its lock is reachable.
     */
    @Override
    void close();
}
