package dev.procpool.protocol.between;

/** A barrier between processes, as this process sees it: a {@link BarrierWord} of an object. Thread-safe. */
public final class SharedBarrier {

    /** The most parties. */
    public static final int MAX_PARTIES = BarrierWord.MAX_PARTIES;

    /** The index of a party that found the barrier broken. */
    public static final int BROKEN = -1;

    /** The action of a barrier. */
    public interface Action {

        /** Runs the action; returns whether it succeeded. */
        boolean run();
    }

    private final SharedObject object;
    private final int parties;
    private final boolean hasAction;

    /** @param hasAction whether the last party of each generation runs an action */
    public SharedBarrier(SharedObject object, int parties, boolean hasAction) {
        this.object = object;
        this.parties = parties;
        this.hasAction = hasAction;
    }

    /**
     * Waits for the other parties.
     *
     * @param timeoutNanos how long to wait until all have come
     * @param action run if this party is the last one and the barrier has an action
     * @return the place in the order of arrival, or {@link #BROKEN}
     * @throws HomeLostException if the home is gone or has closed the barrier
     * @throws InterruptedException if the thread is interrupted; the barrier is broken then
     */
    public int await(long timeoutNanos, Action action) throws InterruptedException {
        if (Thread.interrupted()) {
            abort();
            throw new InterruptedException();
        }
        Attached a = object.attach();
        Waiters.Waiter waiter = a.participant().waiters().begin();
        try {
            BarrierWait.Place place = new BarrierWait.Place(a.word(Layout.MAIN), waiter.cellAt(), parties, hasAction);
            return await(a, BarrierWait.at(place), System.nanoTime() + timeoutNanos, action);
        } finally {
            a.participant().waiters().end(waiter);
        }
    }

    private static int await(Attached a, BarrierWait beginning, long deadline, Action action)
            throws InterruptedException {
        BarrierWait way = beginning;
        long until = deadline;
        boolean isInterrupted = false;
        while (!way.isOver()) {
            Waiting.Slept slept = sleep(a, way, until);
            way = (BarrierWait) slept.way();
            if (way.isToAct()) {
                way = way.acted(action.run());
            } else if (slept.isInterrupted()) {
                isInterrupted = true;
                way = way.isOver() ? way : way.interrupted();
            } else if (!way.isOver()) {
                way = way.patient(); // all have come, and the action runs
                until = System.nanoTime() + Long.MAX_VALUE / 4;
            }
        }
        if (way.rings()) {
            a.participant().ring(a.word(Layout.MAIN));
        }
        return end(a, way, isInterrupted);
    }

    /** Goes on until the wait is over, the action is to run, or nothing but the end of the action is missing. */
    private static Waiting.Slept sleep(Attached a, BarrierWait beginning, long until) throws InterruptedException {
        BarrierWait way = beginning;
        while (!way.isDone() && !way.maySpin()) {
            way = way.step(a.words());
        }
        if (!way.isDone()) {
            BarrierWait arrived = way;
            Waiting.spin(() -> !arrived.isWaiting(a.words()));
        }
        return Waiting.sleep(way, a.participant(), until);
    }

    private static int end(Attached a, BarrierWait way, boolean isInterrupted) throws InterruptedException {
        if (way.outcome() == Outcome.ENDED) {
            throw a.closed();
        } else if (isInterrupted && way.outcome() == Outcome.BROKEN) {
            throw new InterruptedException();
        } else if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return way.outcome() == Outcome.PASSED ? way.index() : BROKEN;
    }

    /**
     * Breaks the barrier.
     *
     * @throws HomeLostException if the home is gone or has closed the barrier
     */
    public void abort() {
        Attached a = object.attach();
        int at = a.word(Layout.MAIN);
        long word = a.words().get(at);
        while (!BarrierWord.isBroken(word) && !a.words().compareAndSet(at, word, BarrierWord.broken(word))) {
            word = a.words().get(at);
        }
        if (BarrierWord.hasSleeping(word)) {
            a.participant().ring(at);
        }
    }

    /**
     * Makes the barrier new; breaks it first if parties wait.
     *
     * @throws HomeLostException if the home is gone or has closed the barrier
     */
    public void reset() {
        Attached a = object.attach();
        int at = a.word(Layout.MAIN);
        BarrierReset reset = BarrierReset.of(at, a.participant().layout());
        while (!reset.isDone()) {
            if (reset.isToRing()) {
                a.participant().ring(at);
            }
            reset = reset.step(a.words());
        }
        a.requireOpen();
    }

    /** @throws HomeLostException if the home is gone or has closed the barrier */
    public boolean isBroken() {
        return BarrierWord.isBroken(word());
    }

    /**
     * The number of parties that wait; 0 while the barrier is broken or its action runs.
     *
     * @throws HomeLostException if the home is gone or has closed the barrier
     */
    public int waiting() {
        long word = word();
        return BarrierWord.isOpen(word) ? BarrierWord.arrived(word) : 0;
    }

    private long word() {
        Attached a = object.attach();
        return a.words().get(a.word(Layout.MAIN));
    }
}
