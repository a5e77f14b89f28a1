package dev.procpool;

import dev.procpool.internal.between.NewObjects;
import dev.procpool.task.Task;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;

/**
 * A point at which a number of threads of several processes, the <em>parties</em>, wait for each other, mirroring
 * Python's {@code multiprocessing.Barrier} ({@code threading.Barrier}). Thread-safe. A handle, which travels: as an
 * argument or a result, captured by a lambda, within another object.
 *
 * <p>When the last party has come, the action runs, in the process of that party, and then all go on; the barrier is
 * ready for the next round. Threads are not counted as the same or as another one: a party is a call of {@code await}.
 *
 * <p>A barrier <em>breaks</em> if a party's time is over, a waiting thread is interrupted, the action fails, or {@link
 * #abort} is called. All that wait then get a {@link BrokenBarrierException}, and so do all that come later, until
 * {@link #reset}. A time that is over while the action runs breaks nothing, as all parties have come.
 *
 * <p><b>Deaths.</b> The barrier breaks if a process dies, or exits, while one of its threads waits at the barrier or
 * runs the action. A process that ends while none of its threads is there leaves silently: give {@code await} a time
 * where that can happen. When the <em>home</em> ends, which is the process that created the barrier, all threads wake
 * and every operation throws {@link HomeGoneException}.
 */
public interface ProcessBarrier extends AutoCloseable, Serializable {

    /** The most parties. */
    int MAX_PARTIES = 65_535;

    /**
     * Creates a barrier whose home is this process, without an action and without a limit of time.
     *
     * @param parties 1 to {@link #MAX_PARTIES}
     * @throws PoolException if there is no room for its memory
     */
    static ProcessBarrier of(int parties) {
        return NewObjects.barrier(parties, null, null);
    }

    /**
     * Creates a barrier whose home is this process, without an action.
     *
     * @param parties 1 to {@link #MAX_PARTIES}
     * @param timeout how long {@link #await()} waits for the other parties
     * @throws PoolException if there is no room for its memory
     */
    static ProcessBarrier of(int parties, Duration timeout) {
        return NewObjects.barrier(parties, Objects.requireNonNull(timeout, "timeout"), null);
    }

    /**
     * Creates a barrier whose home is this process.
     *
     * @param parties 1 to {@link #MAX_PARTIES}
     * @param timeout how long {@link #await()} waits for the other parties
     * @param action runs each time when the last party has come, in its process, before any party goes on
     * @throws PoolException if there is no room for its memory
     */
    static ProcessBarrier of(int parties, Duration timeout, Task<?> action) {
        return NewObjects.barrier(
                parties, Objects.requireNonNull(timeout, "timeout"), Objects.requireNonNull(action, "action"));
    }

    /**
     * Waits for the other parties, as long as the barrier was made for.
     *
     * @return the place in the order of arrival, from 0 to the number of parties less 1
     * @throws BrokenBarrierException if the barrier is or gets broken; where the action has failed in this thread, its
     *     exception is the cause
     * @throws InterruptedException if the thread is interrupted; the barrier is broken then
     * @throws HomeGoneException if the home is gone or has closed the barrier
     */
    int await() throws InterruptedException, BrokenBarrierException;

    /**
     * Waits for the other parties up to {@code timeout}.
     *
     * @return the place in the order of arrival, from 0 to the number of parties less 1
     * @throws BrokenBarrierException if the barrier is or gets broken, also because this time is over; where the action
     *     has failed in this thread, its exception is the cause
     * @throws InterruptedException if the thread is interrupted; the barrier is broken then
     * @throws HomeGoneException if the home is gone or has closed the barrier
     */
    int await(Duration timeout) throws InterruptedException, BrokenBarrierException;

    /**
     * Breaks the barrier. Idempotent.
     *
     * @throws HomeGoneException if the home is gone or has closed the barrier
     */
    void abort();

    /**
     * Makes the barrier new. Parties that wait at this moment get a {@link BrokenBarrierException}.
     *
     * @throws HomeGoneException if the home is gone or has closed the barrier
     */
    void reset();

    /**
     * Whether the barrier is broken.
     *
     * @throws HomeGoneException if the home is gone or has closed the barrier
     */
    boolean isBroken();

    /** The number of parties that the barrier waits for in all. */
    int parties();

    /**
     * The number of parties that wait at this moment; 0 while the barrier is broken or its action runs.
     *
     * @throws HomeGoneException if the home is gone or has closed the barrier
     */
    int waiting();

    /**
     * Ends the barrier, in the process that created it: threads that wait wake, and every later operation in any
     * process throws {@link HomeGoneException}. Has no effect in another process. Idempotent.
     */
    @Override
    void close();
}
