package dev.procpool.protocol.between;

import dev.procpool.protocol.channel.IdleStrategy;
import java.util.concurrent.locks.LockSupport;

/**
 * The waits of this process's threads, for all kinds of objects: a thread first tries for some time as
 * {@link IdleStrategy} says, and then sleeps in a cell; a virtual thread sleeps at once.
 */
final class Waiting {

    /** An attempt to get something without a wait. */
    interface Attempt {

        /** Returns whether the caller has it. */
        boolean make() throws InterruptedException;
    }

    /** The end of a way through a cell. */
    record Slept(Way way, boolean isInterrupted) {}

    private static final String GROUP_OF_VIRTUAL_THREADS = "VirtualThreads";

    private Waiting() {}

    /** Repeats an attempt until it succeeds; returns false when it is time to sleep. */
    static boolean spin(Attempt attempt) throws InterruptedException {
        if (isVirtual(Thread.currentThread())) {
            return false;
        }
        IdleStrategy idle = new IdleStrategy();
        while (idle.once()) {
            if (attempt.make()) {
                return true;
            }
        }
        return false;
    }

    /** Threads have told whether they are virtual since JDK 21; their group is the same in all versions. */
    private static boolean isVirtual(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null && group.getName().equals(GROUP_OF_VIRTUAL_THREADS);
    }

    /**
     * Goes through a cell. An interrupt makes the thread give up; the caller throws, after it has given back or passed
     * on what the thread was granted in that moment.
     *
     * @param deadline the time on {@code System.nanoTime()} at which the thread gives up
     * @throws HomeLostException if the line to the home ends
     */
    static Slept sleep(Way beginning, Participant participant, long deadline) {
        boolean interrupted = false;
        Way way = beginning;
        while (!way.isDone()) {
            if (way.isAsleep()) {
                participant.requireLine();
                long left = deadline - System.nanoTime();
                interrupted = Thread.interrupted();
                if (interrupted || left <= 0) {
                    way = way.cancelled();
                } else {
                    LockSupport.parkNanos(participant, left);
                }
            }
            way = way.step(participant.words());
        }
        return new Slept(way, interrupted);
    }

    /**
     * Repeats an attempt until it succeeds; waits in between as long as the place has nothing to offer.
     *
     * @param argument the argument of the wait, for the offer of the place
     * @return false if the time is over
     * @throws HomeLostException if the home is gone or has closed the object
     */
    static boolean until(Attempt attempt, Attached object, HintPlace place, long argument, long deadline)
            throws InterruptedException {
        if (spin(attempt)) {
            return true;
        }
        Participant participant = object.participant();
        Waiters.Waiter waiter = participant.waiters().begin();
        try {
            HintWait way = HintWait.through(waiter.cellAt(), place, argument);
            while (true) {
                Slept slept = sleep(way, participant, deadline);
                way = (HintWait) slept.way();
                if (slept.isInterrupted()) {
                    passOn(way.outcome(), participant, place);
                    throw new InterruptedException();
                }
                if (way.outcome() == Outcome.ENDED) {
                    throw object.closed();
                } else if (way.outcome() == Outcome.GAVE_UP) {
                    return false;
                } else if (isMade(attempt, way.outcome(), participant, place)) {
                    return true;
                } else if (isOver(participant, deadline)) {
                    return false;
                }
                way = way.again();
            }
        } finally {
            participant.waiters().end(waiter);
        }
    }

    /** Whether a thread that has tried in vain gives up: words that offer ever again and hold nothing end no wait. */
    private static boolean isOver(Participant participant, long deadline) throws InterruptedException {
        participant.requireLine();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return System.nanoTime() - deadline >= 0;
    }

    /** Makes an attempt; one that fails with an exception passes the hint on that led to it. */
    private static boolean isMade(Attempt attempt, Outcome outcome, Participant participant, HintPlace place)
            throws InterruptedException {
        boolean isOver = false;
        try {
            boolean made = attempt.make();
            isOver = true;
            return made;
        } finally {
            if (!isOver) {
                passOn(outcome, participant, place);
            }
        }
    }

    private static void passOn(Outcome outcome, Participant participant, HintPlace place) {
        if (outcome == Outcome.HINTED) {
            participant.ring(place.wordAt());
        }
    }
}
