package dev.procpool;

import dev.procpool.internal.between.NewObjects;
import java.io.Serializable;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A condition of a {@link ProcessLock}, mirroring Python's {@code multiprocessing.Condition}
 * ({@code multiprocessing/synchronize.py}): threads of several processes wait until another one has changed what the
 * lock protects. Thread-safe. A handle, which travels as the lock does.
 *
 * <pre>{@code
 * try (ProcessLock.Hold hold = lock.acquire()) {
 *     while (memory.isEmpty()) {
 *         condition.await(); // frees the lock meanwhile
 *     }
 *     take(memory);
 * }
 * }</pre>
 *
 * <p>Every method but {@link #close} needs the lock: a plain lock must be held by this process, a reentrant one by this
 * thread. A wait frees the lock, a reentrant one wholly, and holds it again, as often as before, when it returns or
 * throws; but not where {@link HomeGoneException} says that the lock itself is gone.
 *
 * <p><b>Exactness.</b> A wait that began before a notification is seen by it, and a later one is never woken by it.
 * {@code notify(n)} ends the {@code n} oldest waits, or all if there are fewer. A wait that is notified returns true,
 * even if its time is over or its thread is interrupted at that moment; the interrupt stays pending then. No thread
 * wakes without a reason.
 *
 * <p><b>Deaths.</b> A notification that has ended a wait reaches it, whatever happens to the process that called {@code
 * notify}. If a process is notified and dies before its wait has returned, the oldest other wait that began before the
 * latest notification ends in its place. If a process dies while it holds the lock, the thread that holds it next is
 * told: after a wait, {@link ProcessLock.Hold#wasAbandoned} of the hold with which the wait began tells of the
 * acquisition at its end, and for {@link #awaitFor} of all acquisitions within it. So a loop asks it after each wait.
 */
public interface ProcessCondition extends AutoCloseable, Serializable {

    /**
     * Creates a condition whose home is this process. The lock may have another home, and may have several conditions.
     *
     * @param lock a lock that {@link ProcessLock} has made
     * @throws PoolException if there is no room for its memory
     */
    static ProcessCondition on(ProcessLock lock) {
        return NewObjects.condition(lock);
    }

    /**
     * Waits until it is notified.
     *
     * @throws InterruptedException if the thread is interrupted, and holds the lock again
     * @throws IllegalStateException if the lock is not held
     * @throws HomeGoneException if the home of the condition or of the lock is gone or has closed it
     */
    void await() throws InterruptedException;

    /**
     * Waits until it is notified, up to {@code timeout}. A time that is zero or negative frees the lock for a moment.
     * The time counts until the notification; to get the lock again may take longer.
     *
     * @return whether it was notified
     * @throws InterruptedException if the thread is interrupted, and holds the lock again
     * @throws IllegalStateException if the lock is not held
     * @throws HomeGoneException if the home of the condition or of the lock is gone or has closed it
     */
    boolean await(Duration timeout) throws InterruptedException;

    /**
     * Waits until {@code predicate} holds, up to {@code timeout}. The predicate is evaluated at the beginning and after
     * each notification, always under the lock.
     *
     * @return the predicate's last value
     * @throws InterruptedException if the thread is interrupted, and holds the lock again
     * @throws IllegalStateException if the lock is not held
     * @throws HomeGoneException if the home of the condition or of the lock is gone or has closed it
     */
    boolean awaitFor(Duration timeout, BooleanSupplier predicate) throws InterruptedException;

    /**
     * Ends the {@code n} oldest waits. Their threads go on when the lock is theirs.
     *
     * @param n at least 1
     * @return the number of waits that it has ended, fewer than {@code n} if there were fewer
     * @throws IllegalStateException if the lock is not held
     * @throws HomeGoneException if the home of the condition or of the lock is gone or has closed it
     */
    int notify(int n);

    /**
     * Ends all waits.
     *
     * @return the number of waits that it has ended
     * @throws IllegalStateException if the lock is not held
     * @throws HomeGoneException if the home of the condition or of the lock is gone or has closed it
     */
    int notifyAllWaiters();

    /**
     * Ends the condition, in the process that created it: all waits end with {@link HomeGoneException}, and so does
     * every later operation in any process. The lock stays. Has no effect in another process. Idempotent.
     */
    @Override
    void close();
}
