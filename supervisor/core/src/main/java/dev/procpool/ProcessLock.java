package dev.procpool;

import dev.procpool.internal.between.NewObjects;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * A lock between processes, mirroring Python's {@code multiprocessing.Lock} and {@code RLock}
 * ({@code multiprocessing/synchronize.py}). Thread-safe.
 *
 * <pre>{@code
 * try (ProcessLock lock = ProcessLock.create(); Pool pool = Pool.open(4)) {
 *     pool.map(page -> {
 *         try (ProcessLock.Hold hold = lock.acquire()) {
 *             return append(page); // one worker at a time
 *         }
 *     }, pages);
 * }
 * }</pre>
 *
 * <p>The lock is a handle, which travels: as an argument or a result, captured by a lambda, within another object. It
 * works the same in a worker, in a {@link ChildProcess}, in their children and in the process that created it, and two
 * copies that arrive in one process are the same object there.
 *
 * <p><b>Deaths.</b> If a process dies while it holds the lock, the lock goes to the next one, whose {@link
 * Hold#wasAbandoned} is true: what the lock protects may be half changed. In Python such a lock stays locked for ever.
 * The process that created the lock is its <em>home</em>. When the home ends, all threads that wait for the lock wake,
 * and every operation throws {@link HomeGoneException}. A lock that a worker creates dies with that worker, also when
 * the worker is recycled.
 *
 * <p><b>Order.</b> A thread that finds the lock free takes it. Sleeping threads get it in the order of their arrival.
 * If others take it ever again for 50 microseconds after a release, the next release leaves it to the first sleeping
 * thread. Memory that processes share and that was changed before a release is seen after the next acquisition.
 *
 * <p>The first operation in a process connects to the home. A home that does not answer, as it is stopped, may delay
 * that operation by a second beyond its timeout.
 */
public interface ProcessLock extends AutoCloseable, Serializable {

    /** A hold of a lock. Thread-safe. */
    interface Hold extends AutoCloseable {

        /**
         * Whether a process died while it held the lock, and no other one has held it in between. After a wait for a
         * {@link ProcessCondition} this tells of the acquisition at the end of the wait.
         */
        boolean wasAbandoned();

        /**
         * Releases the lock if this hold has not ended before.
         *
         * @throws IllegalStateException for a reentrant lock, if another thread acquired it
         * @throws HomeGoneException if the home is gone or has closed the lock
         */
        @Override
        void close();
    }

    /**
     * Creates a lock whose home is this process. As in Python's {@code Lock}, any thread of the process that holds it
     * may release it, and a thread that acquires it twice waits for itself.
     *
     * @throws PoolException if there is no room for its memory
     */
    static ProcessLock create() {
        return NewObjects.lock(false);
    }

    /**
     * Creates a lock whose home is this process, and which the thread that holds it may acquire again, as Python's
     * {@code RLock}. Only that thread may release it, once for each acquisition.
     *
     * @throws PoolException if there is no room for its memory
     */
    static ProcessLock reentrant() {
        return NewObjects.lock(true);
    }

    /**
     * Waits for the lock.
     *
     * @throws HomeGoneException if the home is gone or has closed the lock
     */
    Hold acquire() throws InterruptedException;

    /**
     * Waits for the lock up to {@code timeout}; tries once if that is zero or negative.
     *
     * @return empty if the lock was not free in time
     * @throws HomeGoneException if the home is gone or has closed the lock
     */
    Optional<Hold> tryAcquire(Duration timeout) throws InterruptedException;

    /**
     * Ends the latest hold, for callers that did not keep it.
     *
     * @throws IllegalStateException if this process (for a reentrant lock: this thread) does not hold the lock
     * @throws HomeGoneException if the home is gone or has closed the lock
     */
    void release();

    /**
     * Whether some process holds the lock at this moment.
     *
     * @throws HomeGoneException if the home is gone or has closed the lock
     */
    boolean isHeld();

    /**
     * Ends the lock, in the process that created it: threads that wait for it wake, and every later operation in any
     * process throws {@link HomeGoneException}. Has no effect in another process. Idempotent. A lock that is never
     * closed ends with the process that created it; one that never left that process, when it is no longer reachable.
     */
    @Override
    void close();
}
