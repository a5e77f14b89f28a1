package dev.procpool.protocol.between;

/**
 * One party's way through a barrier, as a machine: each {@link #step} makes one access to the words that other
 * processes see. Immutable. A test runs the same steps in all orders.
 *
 * <p>The cell is filled with the generation before the party counts, and stays so until the party has left: a process
 * that dies in between is known to the home, which breaks the barrier. A generation that was broken and made new by
 * {@link BarrierReset} is told from one that was passed by the cell, which was marked before the generation changed.
 *
 * @param phase the next step
 * @param place the barrier, the cell and what they have in common
 * @param ticket the ticket of the cell, once it is drawn
 * @param generation the generation to which the party belongs
 * @param isEarly whether the party has come while the action ran, and so belongs to the next generation
 * @param index the place in the order of arrival, or -1 before that
 * @param rings whether the home has to be rung at the end
 * @param outcome null until it is known
 */
record BarrierWait(
        Phase phase,
        Place place,
        long ticket,
        int generation,
        boolean isEarly,
        int index,
        boolean rings,
        Outcome outcome)
        implements Way {

    /**
     * The things that stay the same during a wait.
     *
     * @param barrierAt the offset of the barrier's word
     * @param cellAt the offset of the party's cell
     * @param parties the number of parties
     * @param hasAction whether the last party runs an action
     */
    record Place(int barrierAt, int cellAt, int parties, boolean hasAction) {}

    /** The steps. */
    enum Phase {
        /** Draws a ticket. */
        DRAW,
        /** Finds out the generation. */
        BEGIN,
        /** Fills the cell. */
        FILL,
        /** Counts as a party; the last one ends the generation, or begins the action. */
        ARRIVE,
        /** Frees the cell and begins anew, as the generation has changed. */
        AGAIN,
        /** The thread has to run the action. */
        ACT,
        /** Ends the generation after the action. */
        FINISH,
        /** Looks whether the generation is over. */
        LOOK,
        /** Says that a party sleeps. */
        ANNOUNCE,
        /** The thread sleeps until it is woken or gives up. */
        SLEEP,
        /** Breaks the barrier, as the time of the party is over. */
        TIME_OUT,
        /** Breaks the barrier, as the thread was interrupted or its action has failed. */
        BREAK,
        /** Finds out whether the generation that is over was broken. */
        VERDICT,
        /** Frees the cell. */
        LEAVE,
        /** The outcome is final. */
        DONE
    }

    /** A bit of a cell's argument above the generation: the party waits for the end of another generation. */
    private static final long EARLY = 1L << 32;

    private static final int NONE = -1;

    private static final long GENERATION = 0xffff_ffffL;

    /** The beginning of a wait. */
    static BarrierWait at(Place place) {
        return new BarrierWait(Phase.DRAW, place, 0, 0, false, NONE, false, null);
    }

    /** The generation in a cell's argument. */
    static int generationOf(long argument) {
        return (int) (argument & GENERATION);
    }

    /** Whether a party of a generation has written a cell's argument. */
    static boolean isPartyOf(long argument, int generation) {
        return argument == (generation & GENERATION);
    }

    @Override
    public boolean isAsleep() {
        return phase == Phase.SLEEP;
    }

    /** Whether the thread has something to do other than to sleep. */
    @Override
    public boolean isDone() {
        return isOver() || isToAct() || outcome == Outcome.GAVE_UP;
    }

    /** Whether the outcome is final. */
    boolean isOver() {
        return phase == Phase.DONE;
    }

    /** Whether the thread has to run the action, and to go on with {@link #acted}. */
    boolean isToAct() {
        return phase == Phase.ACT;
    }

    /** Whether the thread may wait a moment before it goes on. */
    boolean maySpin() {
        return phase == Phase.LOOK;
    }

    /** Whether the generation of the party is neither over nor broken. */
    boolean isWaiting(Words words) {
        long word = words.get(place.barrierAt);
        return BarrierWord.generation(word) == generation && !isOver(word);
    }

    /** Whether the party counted as one of its generation; it had the cell filled then. */
    boolean hasArrived() {
        return index >= 0;
    }

    /** The thread gave up while the action ran, when all parties had come: it waits without a limit of time. */
    BarrierWait patient() {
        return to(Phase.LOOK, null);
    }

    @Override
    public BarrierWait cancelled() {
        return to(Phase.TIME_OUT);
    }

    /** The sleeping thread was interrupted. */
    BarrierWait interrupted() {
        return to(Phase.BREAK, null);
    }

    /** The action has ended. */
    BarrierWait acted(boolean isDone) {
        return to(isDone ? Phase.FINISH : Phase.BREAK);
    }

    @Override
    public BarrierWait step(Words words) {
        return switch (phase) {
            case DRAW -> {
                long drawn = words.getAndAdd(Layout.TICKETS, 1) + 1;
                yield new BarrierWait(Phase.BEGIN, place, drawn, 0, false, NONE, rings, null);
            }
            case BEGIN -> begin(words.get(place.barrierAt));
            case FILL -> fill(words);
            case ARRIVE -> arrive(words, words.get(place.barrierAt));
            case AGAIN -> {
                words.set(place.cellAt, CellWord.FREE);
                yield to(Phase.DRAW);
            }
            case ACT -> throw new IllegalStateException("the action is to run first");
            case FINISH -> finish(words, words.get(place.barrierAt));
            case LOOK -> look(words.get(place.barrierAt));
            case ANNOUNCE -> announce(words, words.get(place.barrierAt));
            case SLEEP -> to(Phase.LOOK);
            case TIME_OUT, BREAK -> destroy(words, words.get(place.barrierAt));
            case VERDICT -> {
                boolean wasBroken = CellWord.isEnded(words.get(place.cellAt));
                yield to(Phase.LEAVE, wasBroken ? Outcome.BROKEN : Outcome.PASSED);
            }
            case LEAVE -> {
                words.set(place.cellAt, CellWord.FREE);
                yield to(Phase.DONE);
            }
            case DONE -> throw new IllegalStateException("the outcome is known");
        };
    }

    private static boolean isOver(long word) {
        return BarrierWord.isEnded(word) || BarrierWord.isBroken(word);
    }

    private BarrierWait end(long word) {
        return to(Phase.LEAVE, BarrierWord.isEnded(word) ? Outcome.ENDED : Outcome.BROKEN);
    }

    private BarrierWait begin(long word) {
        if (isOver(word)) {
            return end(word).to(Phase.DONE); // the cell is still free
        }
        boolean early = BarrierWord.isActing(word);
        return new BarrierWait(Phase.FILL, place, ticket, BarrierWord.generation(word), early, index, rings, outcome);
    }

    private BarrierWait fill(Words words) {
        words.set(Layout.wordOf(place.cellAt), place.barrierAt); // not seen before the cell waits
        words.set(Layout.argumentOf(place.cellAt), generation & GENERATION | (isEarly ? EARLY : 0));
        words.set(place.cellAt, CellWord.waiting(ticket));
        return to(isEarly ? Phase.LOOK : Phase.ARRIVE);
    }

    private BarrierWait arrive(Words words, long word) {
        if (isOver(word)) {
            return end(word);
        } else if (!BarrierWord.isOpen(word) || BarrierWord.generation(word) != generation) {
            return to(Phase.AGAIN);
        }
        int mine = BarrierWord.arrived(word);
        BarrierWait arrived = new BarrierWait(Phase.LOOK, place, ticket, generation, false, mine, rings, outcome);
        if (mine + 1 < place.parties) {
            return words.compareAndSet(place.barrierAt, word, BarrierWord.withOneMore(word)) ? arrived : this;
        } else if (place.hasAction) {
            return words.compareAndSet(place.barrierAt, word, BarrierWord.acting(word)) ? arrived.to(Phase.ACT) : this;
        }
        boolean isPassed = words.compareAndSet(place.barrierAt, word, BarrierWord.next(word));
        return isPassed ? arrived.ended(word, Outcome.PASSED) : this;
    }

    private BarrierWait finish(Words words, long word) {
        if (!BarrierWord.isActing(word) || BarrierWord.generation(word) != generation) {
            return to(Phase.LOOK);
        }
        boolean isPassed = words.compareAndSet(place.barrierAt, word, BarrierWord.next(word));
        return isPassed ? ended(word, Outcome.PASSED) : this;
    }

    private BarrierWait look(long word) {
        if (BarrierWord.generation(word) != generation) {
            return to(isEarly ? Phase.AGAIN : Phase.VERDICT);
        } else if (isOver(word)) {
            return end(word);
        }
        return to(BarrierWord.hasSleeping(word) ? Phase.SLEEP : Phase.ANNOUNCE);
    }

    private BarrierWait announce(Words words, long word) {
        if (BarrierWord.generation(word) != generation || isOver(word)) {
            return to(Phase.LOOK);
        }
        boolean isSaid = words.compareAndSet(place.barrierAt, word, BarrierWord.withSleeping(word));
        return isSaid ? to(Phase.SLEEP) : this;
    }

    /** Breaks the barrier, unless the generation is over or will be without this party. */
    private BarrierWait destroy(Words words, long word) {
        if (BarrierWord.generation(word) != generation || isOver(word)) {
            return to(Phase.LOOK, null);
        } else if (BarrierWord.isActing(word) && !isEarly && phase == Phase.TIME_OUT) {
            return to(Phase.LOOK, Outcome.GAVE_UP);
        }
        boolean isBroken = words.compareAndSet(place.barrierAt, word, BarrierWord.broken(word));
        return isBroken ? ended(word, Outcome.BROKEN) : this;
    }

    private BarrierWait ended(long word, Outcome result) {
        return new BarrierWait(
                Phase.LEAVE, place, ticket, generation, isEarly, index, BarrierWord.hasSleeping(word), result);
    }

    private BarrierWait to(Phase next) {
        return to(next, outcome);
    }

    private BarrierWait to(Phase next, Outcome result) {
        return new BarrierWait(next, place, ticket, generation, isEarly, index, rings, result);
    }
}
