package dev.procpool.worker;

import java.util.concurrent.locks.LockSupport;

/**
 * Commits results that wait while the next item runs for too long. A daemon thread: it looks once in
 * {@code heldUpNanos} while results wait, and sleeps while none do. It starts with the first results that wait.
 *
 * <p>Its methods are confined as the results are: to the main thread while no item is open, and to {@code commit} while
 * one is.
 */
final class LateCommitter {

    private final RunningItem running;
    private final long heldUpNanos;
    private final Runnable commit;
    private final Thread thread = new Thread(this::look, "procpool-late-committer");

    /** Whether results wait. Written before {@link #isAsleep} is read, and the other way round in the thread. */
    private volatile boolean isNeeded;

    private volatile boolean isAsleep;

    /**
     * @param running the item that is lent to the thread while it commits
     * @param heldUpNanos the time between two looks
     * @param commit called in the thread while an item is open, also when it has not been open for long
     */
    LateCommitter(RunningItem running, long heldUpNanos, Runnable commit) {
        this.running = running;
        this.heldUpNanos = heldUpNanos;
        this.commit = commit;
        thread.setDaemon(true);
    }

    /** Starts the thread, if it does not run yet. */
    void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Results wait from now on. */
    void resultsWait() {
        if (isNeeded) {
            return;
        }
        isNeeded = true;
        if (isAsleep) {
            isAsleep = false;
            LockSupport.unpark(thread);
        } else {
            start();
        }
    }

    /** All results are sent. */
    void nothingWaits() {
        if (isNeeded) {
            isNeeded = false;
        }
    }

    private void look() {
        while (true) {
            if (isNeeded) {
                LockSupport.parkNanos(this, heldUpNanos);
                running.during(commit);
            } else {
                isAsleep = true;
                if (!isNeeded) {
                    LockSupport.park(this);
                }
            }
        }
    }
}
