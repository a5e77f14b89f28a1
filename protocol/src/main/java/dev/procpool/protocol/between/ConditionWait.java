package dev.procpool.protocol.between;

/**
 * One thread's wait for a notification, as a machine: each {@link #step} makes one access to the words that other
 * processes see. Immutable. A test runs the same steps in all orders.
 *
 * <p>The cell waits before the lock is freed, so every notification that begins after that sees it. A cell that was
 * notified stays in use until the thread holds the lock again: if the process dies before, the home passes the
 * notification on.
 *
 * @param phase the next step
 * @param conditionAt the offset of the condition's word
 * @param cellAt the offset of the thread's cell
 * @param ticket the order of arrival, once it is drawn
 * @param outcome null until it is known
 */
record ConditionWait(Phase phase, int conditionAt, int cellAt, long ticket, Outcome outcome) implements Way {

    /** The steps. */
    enum Phase {
        /** Draws a ticket. */
        DRAW,
        /** Fills the cell. */
        FILL,
        /** Says in the condition's word that a cell is in use. */
        ANNOUNCE,
        /** The thread has to free the lock. */
        FREE_LOCK,
        /** Looks at the cell. */
        LOOK,
        /** The thread sleeps until it is woken or gives up. */
        SLEEP,
        /** Takes the cell back, unless it was notified meanwhile. */
        CANCEL,
        /** Says that the thread knows of its notification, so that the home wakes it no more. */
        NOTICE,
        /** The thread has to hold the lock again. */
        TAKE_LOCK,
        /** Frees the cell. */
        LEAVE,
        /** The outcome is final, and the lock is held. */
        DONE
    }

    /** The beginning of a wait, while the lock is held. */
    static ConditionWait through(int cellAt, int conditionAt) {
        return new ConditionWait(Phase.DRAW, conditionAt, cellAt, 0, null);
    }

    @Override
    public boolean isAsleep() {
        return phase == Phase.SLEEP;
    }

    /** Whether the outcome is known. The thread then has to hold the lock, and to {@link #leave}. */
    @Override
    public boolean isDone() {
        return outcome != null;
    }

    @Override
    public ConditionWait cancelled() {
        return to(Phase.CANCEL);
    }

    /** The next state. In the phases that are about the lock, the caller does that first. */
    @Override
    public ConditionWait step(Words words) {
        return switch (phase) {
            case DRAW ->
                new ConditionWait(Phase.FILL, conditionAt, cellAt, words.getAndAdd(Layout.TICKETS, 1) + 1, null);
            case FILL -> {
                words.set(Layout.wordOf(cellAt), conditionAt); // not seen before the cell waits
                words.set(cellAt, CellWord.waiting(ticket));
                yield to(Phase.ANNOUNCE);
            }
            case ANNOUNCE -> announce(words);
            case FREE_LOCK, SLEEP -> to(Phase.LOOK);
            case LOOK -> look(words.get(cellAt));
            case CANCEL ->
                words.compareAndSet(cellAt, CellWord.waiting(ticket), CellWord.FREE)
                        ? to(Phase.TAKE_LOCK, Outcome.GAVE_UP)
                        : to(Phase.LOOK);
            case NOTICE -> {
                words.set(cellAt, CellWord.noticed(ticket));
                yield to(Phase.TAKE_LOCK, Outcome.HINTED);
            }
            case TAKE_LOCK -> to(outcome == Outcome.GAVE_UP ? Phase.DONE : Phase.LEAVE);
            case LEAVE -> {
                words.set(cellAt, CellWord.FREE);
                yield to(Phase.DONE);
            }
            case DONE -> throw new IllegalStateException("the outcome is known");
        };
    }

    /** Whether the thread has to free the lock before the next step. */
    boolean isToFreeTheLock() {
        return phase == Phase.FREE_LOCK;
    }

    /** Whether the thread was not notified yet. */
    boolean isWaiting(Words words) {
        return words.get(cellAt) == CellWord.waiting(ticket);
    }

    /** Frees the cell of a thread that cannot hold the lock again; not if its home has freed it, as the line ended. */
    void abandon(Words words, Participant participant) {
        if (!participant.isLost()) {
            words.set(cellAt, CellWord.FREE);
        }
    }

    /** Frees the cell if it is still in use, once the lock is held again. */
    void leave(Words words) {
        for (ConditionWait way = this; way.phase != Phase.DONE; ) {
            way = way.step(words);
        }
    }

    private ConditionWait announce(Words words) {
        long word = words.get(conditionAt);
        if (ConditionWord.isEnded(word)) {
            return to(Phase.LEAVE, Outcome.ENDED);
        }
        boolean isSaid =
                ConditionWord.isInUse(word) || words.compareAndSet(conditionAt, word, ConditionWord.inUse(word));
        return isSaid ? to(Phase.FREE_LOCK) : this;
    }

    private ConditionWait look(long cell) {
        if (cell == CellWord.waiting(ticket)) {
            return to(Phase.SLEEP);
        }
        boolean isMine = CellWord.ticket(cell) == ticket && CellWord.isGranted(cell);
        return isMine ? to(Phase.NOTICE) : to(Phase.TAKE_LOCK, Outcome.ENDED);
    }

    private ConditionWait to(Phase next) {
        return to(next, outcome);
    }

    private ConditionWait to(Phase next, Outcome result) {
        return new ConditionWait(next, conditionAt, cellAt, ticket, result);
    }
}
