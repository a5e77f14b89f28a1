package dev.procpool;

import dev.procpool.internal.between.NewObjects;
import java.io.Serializable;
import java.time.Duration;

/**
 * A semaphore between processes, mirroring Python's {@code multiprocessing.Semaphore} and {@code BoundedSemaphore}
 * ({@code multiprocessing/synchronize.py}). Thread-safe.
 *
 * <pre>{@code
 * try (ProcessSemaphore licences = ProcessSemaphore.bounded(2); Pool pool = Pool.open(8)) {
 *     pool.map(file -> {
 *         licences.acquire();
 *         try {
 *             return convert(file); // two workers at a time
 *         } finally {
 *             licences.release();
 *         }
 *     }, files);
 * }
 * }</pre>
 *
 * <p>The semaphore is a handle, which travels and dies as that of a {@link ProcessLock}.
 *
 * <p><b>Plain</b> ({@link #of}): a number that any process may raise and lower; it also serves as a signal. Permits
 * that a dead process had taken are gone, as in Python.
 *
 * <p><b>Bounded</b> ({@link #bounded}): it knows how many permits each process holds. The permits of a process that
 * dies are given back at once. So there are never more permits than in the beginning, and a process that holds none
 * cannot release: {@code IllegalStateException}. Python refuses a release only when all permits are there, and so lets
 * one process release what another one has acquired; use a plain semaphore for that.
 *
 * <p><b>Order.</b> A thread that finds a permit takes it. Sleeping threads are woken in the order of their arrival; a
 * thread that is woken and finds the permit taken by another one keeps its place. Memory that processes share and that
 * was changed before a release is seen after the acquisition of that permit.
 */
public interface ProcessSemaphore extends AutoCloseable, Serializable {

    /**
     * Creates a semaphore whose home is this process.
     *
     * @param permits from 0 to 2,147,483,647
     * @throws IllegalArgumentException if {@code permits} is negative
     * @throws PoolException if there is no room for its memory
     */
    static ProcessSemaphore of(int permits) {
        return NewObjects.semaphore(permits, false);
    }

    /**
     * Creates a semaphore whose home is this process, and which gives back the permits of a process that dies.
     *
     * @param permits from 0 to 1,048,575
     * @throws IllegalArgumentException if {@code permits} is out of these bounds
     * @throws PoolException if there is no room for its memory, which is 32 KiB
     */
    static ProcessSemaphore bounded(int permits) {
        return NewObjects.semaphore(permits, true);
    }

    /**
     * Waits for a permit and takes it.
     *
     * @throws HomeGoneException if the home is gone or has closed the semaphore
     */
    void acquire() throws InterruptedException;

    /**
     * Waits for a permit up to {@code timeout} and takes it; tries once if that is zero or negative.
     *
     * @return false if there was no permit in time
     * @throws HomeGoneException if the home is gone or has closed the semaphore
     */
    boolean tryAcquire(Duration timeout) throws InterruptedException;

    /**
     * Gives a permit back. Any thread of a process that holds a permit may do so; for a plain semaphore any process.
     *
     * @throws IllegalStateException if the semaphore is bounded and this process holds no permit, or it is plain and
     *     has 2,147,483,647
     * @throws HomeGoneException if the home is gone or has closed the semaphore
     */
    void release();

    /**
     * The number of permits that can be taken at this moment.
     *
     * @throws HomeGoneException if the home is gone or has closed the semaphore
     */
    int availablePermits();

    /**
     * Ends the semaphore, in the process that created it: threads that wait for it wake, and every later operation in
     * any process throws {@link HomeGoneException}. Has no effect in another process. Idempotent. A semaphore that is
     * never closed ends with the process that created it; one that never left that process, when it is no longer
     * reachable.
     */
    @Override
    void close();
}
