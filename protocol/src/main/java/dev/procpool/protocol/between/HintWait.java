package dev.procpool.protocol.between;

/**
 * The way of a thread through a cell to a hint that it may try again. Immutable.
 *
 * @param phase the next step
 * @param cellAt the offset of the thread's cell
 * @param place where the thread waits, and for what
 * @param argument the argument of the wait, for the offer of the place
 * @param ticket the order of arrival; 0 until it is drawn
 * @param outcome null until it is known
 */
record HintWait(Phase phase, int cellAt, HintPlace place, long argument, long ticket, Outcome outcome) implements Way {

    /** The steps. */
    enum Phase {
        /** Draws a ticket. */
        DRAW,
        /** Fills the cell. */
        FILL,
        /** Announces the cell in the word. */
        ANNOUNCE,
        /** Looks whether the thread still has to wait. */
        CHECK,
        /** Takes the cell back, as the thread may try. */
        RETRACT,
        /** Looks at the cell. */
        LOOK,
        /** The thread sleeps until it is woken or gives up. */
        SLEEP,
        /** Takes the cell back, as the thread gives up. */
        CANCEL,
        /** Frees the cell. */
        LEAVE,
        /** The outcome is final. */
        DONE
    }

    /** The beginning of the way. */
    static HintWait through(int cellAt, HintPlace place, long argument) {
        return new HintWait(Phase.DRAW, cellAt, place, argument, 0, null);
    }

    /** The way again for a thread that has tried in vain: it keeps its place in the order of arrival. */
    HintWait again() {
        return to(Phase.FILL, null);
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
    public HintWait cancelled() {
        return to(Phase.CANCEL);
    }

    @Override
    public HintWait step(Words words) {
        return switch (phase) {
            case DRAW -> {
                long drawn = words.getAndAdd(Layout.TICKETS, 1) + 1;
                yield new HintWait(Phase.FILL, cellAt, place, argument, drawn, null);
            }
            case FILL -> {
                words.set(Layout.wordOf(cellAt), place.wordAt()); // not seen before the cell waits
                words.set(Layout.argumentOf(cellAt), argument);
                words.set(cellAt, CellWord.waiting(ticket));
                yield to(Phase.ANNOUNCE);
            }
            case ANNOUNCE -> announce(words);
            case CHECK -> {
                boolean mayTry = place.offer().suits(place.read(words), argument);
                yield to(mayTry ? Phase.RETRACT : Phase.LOOK);
            }
            case RETRACT -> takeBack(words, Outcome.MAY_TRY);
            case LOOK -> look(words.get(cellAt));
            case SLEEP -> to(Phase.LOOK);
            case CANCEL -> takeBack(words, Outcome.GAVE_UP);
            case LEAVE -> {
                words.set(cellAt, CellWord.FREE);
                yield to(Phase.DONE);
            }
            case DONE -> throw new IllegalStateException("the outcome is known");
        };
    }

    private HintWait announce(Words words) {
        long word = words.get(place.wordAt());
        if (HintWord.isEnded(word)) {
            return to(Phase.LEAVE, Outcome.ENDED);
        }
        return words.compareAndSet(place.wordAt(), word, HintWord.announced(word)) ? to(Phase.CHECK) : this;
    }

    private HintWait takeBack(Words words, Outcome result) {
        boolean isBack = words.compareAndSet(cellAt, CellWord.waiting(ticket), CellWord.FREE);
        return isBack ? to(Phase.DONE, result) : to(Phase.LOOK);
    }

    private HintWait look(long cell) {
        if (cell == CellWord.waiting(ticket)) {
            return to(Phase.SLEEP);
        }
        boolean isMine = CellWord.ticket(cell) == ticket && CellWord.isGranted(cell);
        return to(Phase.LEAVE, isMine ? Outcome.HINTED : Outcome.ENDED);
    }

    private HintWait to(Phase next) {
        return to(next, outcome);
    }

    private HintWait to(Phase next, Outcome result) {
        return new HintWait(next, cellAt, place, argument, ticket, result);
    }
}
