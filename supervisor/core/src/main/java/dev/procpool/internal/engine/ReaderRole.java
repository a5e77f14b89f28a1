package dev.procpool.internal.engine;

import dev.procpool.internal.backend.Call;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to read events, held by one thread at a time: a caller that waits for its result, or the engine's own
 * thread when no caller waits. Thread-safe.
 *
 * <p>A follower registers first and then looks again at the role; a leader gives the role up first and then looks at
 * the followers: so at least one of the two threads sees the other.
 */
final class ReaderRole {

    private final AtomicReference<Thread> holder = new AtomicReference<>();
    private final Queue<Thread> followers = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> sleepers = new ConcurrentLinkedQueue<>();
    private volatile Thread background;
    private volatile boolean wanted;
    private volatile boolean ended;

    /** Names the thread that reads when no caller waits. */
    void setBackground(Thread thread) {
        background = thread;
    }

    void unparkBackground() {
        LockSupport.unpark(background);
    }

    boolean tryTake() {
        return holder.get() == null && holder.compareAndSet(null, Thread.currentThread());
    }

    void release() {
        wanted = false;
        holder.set(null);
    }

    boolean isMine() {
        return holder.get() == Thread.currentThread();
    }

    boolean isFree() {
        return holder.get() == null;
    }

    /**
     * Whether a caller asks the background thread for the role, to read itself instead of being woken for its result.
     */
    boolean isWanted() {
        return wanted;
    }

    /**
     * Asks the background thread for the role. Returns whether that thread holds it, and has to be woken to give it
     * up.
     */
    boolean wantFromBackground() {
        if (holder.get() == background) {
            wanted = true;
            return true;
        }
        return false;
    }

    /**
     * Sleeps until the call is ready, the role is handed over, the thread is interrupted, or {@code nanos} are over.
     */
    void follow(Call call, long nanos, boolean mayLead) {
        Thread self = Thread.currentThread();
        if (!call.addWaiter(self)) {
            return;
        }
        sleepers.add(self);
        if (mayLead) {
            followers.add(self);
        }
        try {
            if (!(mayLead && isFree()) && !ended) {
                LockSupport.parkNanos(this, nanos);
            }
        } finally {
            followers.remove(self);
            sleepers.remove(self);
            call.removeWaiter(self);
        }
    }

    /** Wakes the thread that should read next. */
    void wakeSuccessor() {
        Thread follower = followers.peek();
        LockSupport.unpark(follower != null ? follower : background);
    }

    /** Wakes all followers; from now on {@link #follow} returns at once, as the engine has ended. */
    void wakeAll() {
        ended = true;
        sleepers.forEach(LockSupport::unpark);
    }
}
