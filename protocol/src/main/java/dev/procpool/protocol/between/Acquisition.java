package dev.procpool.protocol.between;

/**
 * One thread's way through a cell to a lock, as a machine: each {@link #step} makes one access to the words that other
 * processes see. Immutable. A test runs the same steps in all orders.
 *
 * @param phase the next step
 * @param lockAt the offset of the lock
 * @param cellAt the offset of the thread's cell
 * @param participant the number of the thread's process
 * @param ticket the order of arrival, once it is drawn
 * @param outcome null until it is known
 */
record Acquisition(Phase phase, int lockAt, int cellAt, long participant, long ticket, Outcome outcome) implements Way {

    /** The steps. */
    enum Phase {
        /** Draws a ticket. */
        DRAW,
        /** Fills the cell. */
        FILL,
        /** Takes the lock if it has become free; else announces the cell in the lock's word. */
        ANNOUNCE,
        /** Looks at the cell. */
        LOOK,
        /** The thread sleeps until it is woken or gives up. */
        SLEEP,
        /** Takes the cell back, unless it was granted meanwhile. */
        CANCEL,
        /** Frees the cell. */
        LEAVE,
        /** The outcome is final. */
        DONE
    }

    /** Takes a free lock without a cell; null if it is not free. */
    static Outcome tryTake(Words words, int lockAt, long participant) {
        for (long word = words.get(lockAt); LockWord.isFree(word); word = words.get(lockAt)) {
            if (words.compareAndSet(lockAt, word, LockWord.taken(word, participant))) {
                return Outcome.acquired(LockWord.isAbandoned(word));
            }
        }
        return LockWord.isEnded(words.get(lockAt)) ? Outcome.ENDED : null;
    }

    /** The beginning of the way through a cell. */
    static Acquisition through(int cellAt, int lockAt, long participant) {
        return new Acquisition(Phase.DRAW, lockAt, cellAt, participant, 0, null);
    }

    @Override
    public boolean isAsleep() {
        return phase == Phase.SLEEP;
    }

    @Override
    public boolean isDone() {
        return phase == Phase.DONE;
    }

    @Override
    public Acquisition cancelled() {
        return to(Phase.CANCEL);
    }

    @Override
    public Acquisition step(Words words) {
        return switch (phase) {
            case DRAW ->
                new Acquisition(Phase.FILL, lockAt, cellAt, participant, words.getAndAdd(Layout.TICKETS, 1) + 1, null);
            case FILL -> {
                words.set(Layout.wordOf(cellAt), lockAt); // not seen before the cell waits
                words.set(cellAt, CellWord.waiting(ticket));
                yield to(Phase.ANNOUNCE);
            }
            case ANNOUNCE -> announce(words);
            case LOOK -> look(words.get(cellAt));
            case SLEEP -> to(Phase.LOOK);
            case CANCEL ->
                words.compareAndSet(cellAt, CellWord.waiting(ticket), CellWord.FREE)
                        ? to(Phase.DONE, Outcome.GAVE_UP)
                        : to(Phase.LOOK);
            case LEAVE -> {
                words.set(cellAt, CellWord.FREE);
                yield to(Phase.DONE);
            }
            case DONE -> throw new IllegalStateException("the outcome is known");
        };
    }

    private Acquisition announce(Words words) {
        long word = words.get(lockAt);
        if (LockWord.isEnded(word)) {
            return to(Phase.LEAVE, Outcome.ENDED);
        } else if (!LockWord.isFree(word)) {
            return words.compareAndSet(lockAt, word, LockWord.announced(word)) ? to(Phase.LOOK) : this;
        }
        return words.compareAndSet(lockAt, word, LockWord.taken(word, participant))
                ? to(Phase.LEAVE, Outcome.acquired(LockWord.isAbandoned(word)))
                : this;
    }

    private Acquisition look(long cell) {
        if (cell == CellWord.waiting(ticket)) {
            return to(Phase.SLEEP);
        }
        boolean isMine = CellWord.ticket(cell) == ticket && CellWord.isGranted(cell);
        return to(Phase.LEAVE, isMine ? Outcome.acquired(CellWord.isAbandoned(cell)) : Outcome.ENDED);
    }

    private Acquisition to(Phase next) {
        return to(next, outcome);
    }

    private Acquisition to(Phase next, Outcome result) {
        return new Acquisition(next, lockAt, cellAt, participant, ticket, result);
    }
}
