package dev.procpool.protocol.between;

import dev.procpool.protocol.channel.IdleStrategy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock between processes, as this process sees it. Thread-safe. It knows processes, not threads: any thread of the
 * process that holds it may release it.
 *
 * <p>The first operation connects to the home. A free lock is then taken and released by one compare-and-set each.
 * Otherwise the thread waits as {@link IdleStrategy} says and then sleeps; a virtual thread sleeps at once.
 */
public final class SharedLock {

    private static final String GROUP_OF_VIRTUAL_THREADS = "VirtualThreads";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** The word of the lock, once the line to its home is there. */
    private record Attached(Participant participant, Words words, int at) {}

    private final HomeAddress home;
    private final ObjectName name;
    private volatile Attached attached;

    /** A lock that {@link Home#create} has made, in this or another process. */
    public SharedLock(HomeAddress home, ObjectName name) {
        this.home = home;
        this.name = name;
    }

    /**
     * Takes the lock.
     *
     * @param timeoutNanos how long to wait for it; not at all if this is 0
     * @return acquired, acquired and abandoned, or gave up
     * @throws HomeLostException if the home is gone or has closed the lock
     * @throws InterruptedException if the thread is interrupted; it does not hold the lock then
     */
    public Outcome acquire(long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Attached a = attached;
        if (a == null) {
            a = attach(timeoutNanos);
            if (a == null) {
                return Outcome.GAVE_UP;
            }
        }
        a.participant.requireLine();
        Outcome outcome = Acquisition.tryTake(a.words, a.at, a.participant.number());
        if (outcome == null) {
            outcome = timeoutNanos <= 0 ? Outcome.GAVE_UP : await(a, System.nanoTime() + timeoutNanos);
        }
        if (outcome == Outcome.ENDED) {
            throw closed();
        }
        return outcome;
    }

    private HomeLostException closed() {
        return new HomeLostException("the process that created the lock has closed it (" + name + ")", null);
    }

    private Outcome await(Attached a, long deadline) throws InterruptedException {
        if (!isVirtual(Thread.currentThread())) {
            IdleStrategy idle = new IdleStrategy();
            while (idle.once()) {
                Outcome outcome = Acquisition.tryTake(a.words, a.at, a.participant.number());
                if (outcome != null) {
                    return outcome;
                }
            }
        }
        return sleep(a, deadline);
    }

    /** Threads have told whether they are virtual since JDK 21; their group is the same in all versions. */
    private static boolean isVirtual(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null && group.getName().equals(GROUP_OF_VIRTUAL_THREADS);
    }

    private Outcome sleep(Attached a, long deadline) throws InterruptedException {
        Participant participant = a.participant;
        Waiters.Waiter waiter = participant.waiters().begin();
        boolean interrupted = false;
        Acquisition acquisition = Acquisition.through(waiter.cellAt(), a.at, participant.number());
        try {
            while (!acquisition.isDone()) {
                if (acquisition.isAsleep()) {
                    participant.requireLine();
                    long left = deadline - System.nanoTime();
                    interrupted = Thread.interrupted();
                    if (interrupted || left <= 0) {
                        acquisition = acquisition.cancelled();
                    } else {
                        LockSupport.parkNanos(this, left);
                    }
                }
                acquisition = acquisition.step(a.words);
            }
        } finally {
            participant.waiters().end(waiter);
        }
        if (interrupted) {
            giveBack(acquisition.outcome());
            throw new InterruptedException();
        }
        return acquisition.outcome();
    }

    /** The lock was granted while the thread was interrupted: the next holder is told what this one was told. */
    private void giveBack(Outcome outcome) {
        if (outcome.isAcquired()) {
            release(outcome == Outcome.ACQUIRED_ABANDONED);
        }
    }

    /**
     * Releases the lock, which this process must hold.
     *
     * @throws HomeLostException if the home is gone or has closed the lock
     */
    public void release() {
        release(false);
    }

    private void release(boolean stillAbandoned) {
        Attached a = attached;
        a.participant.requireLine();
        switch (Release.of(a.words, a.at, a.participant.number(), stillAbandoned)) {
            case RING -> a.participant.ring(name.index());
            case REFUSED -> throw closed();
            case DONE -> {
                // No thread waits.
            }
        }
    }

    /**
     * Whether some process holds the lock at this moment.
     *
     * @throws HomeLostException if the home is gone or has closed the lock
     */
    public boolean isHeld() {
        Attached a = attached == null ? attachUninterruptibly() : attached;
        a.participant.requireLine();
        long word = a.words.get(a.at);
        if (LockWord.isEnded(word)) {
            throw closed();
        }
        return !LockWord.isFree(word);
    }

    private Attached attachUninterruptibly() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    Attached a = attach(PATIENCE_NANOS);
                    if (a == null) {
                        throw new HomeLostException("the process that keeps " + home + " does not answer", null);
                    }
                    return a;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Null if the home does not answer in time. */
    private Attached attach(long timeoutNanos) throws InterruptedException {
        Participant participant = Homes.HERE.participantIn(home, timeoutNanos);
        if (participant == null) {
            return null;
        }
        participant.requireLine();
        Words words = participant.words();
        int index = name.index();
        if (index < 0 || index >= Math.min(words.get(Layout.USED_OBJECTS), Layout.STANDARD.maxObjects())) {
            throw new HomeLostException("there is no " + name + " in " + home, null);
        }
        int at = participant.layout().object(index);
        if (words.get(Layout.nameOf(at)) != name.serial()) {
            throw closed();
        }
        Attached a = new Attached(participant, words, at);
        attached = a;
        return a;
    }
}
