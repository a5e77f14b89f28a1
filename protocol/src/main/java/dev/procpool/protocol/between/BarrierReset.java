package dev.procpool.protocol.between;

/**
 * The change of a barrier into a new one, as a machine: each {@link #step} makes one access to the words that other
 * processes change. Immutable. A test runs the same steps in all orders.
 *
 * <p>A generation with parties is broken first, then its cells are marked, and only then the next generation begins: a
 * party that finds another generation than its own sees in its cell that its own was broken. The home is rung as soon
 * as the generation is broken.
 *
 * @param phase the next step
 * @param layout the places of cells
 * @param barrierAt the offset of the barrier's word
 * @param generation the generation that ends
 * @param next the next cell to look at
 */
record BarrierReset(Phase phase, Layout layout, int barrierAt, int generation, int next) {

    /** The steps. */
    enum Phase {
        /** Breaks the barrier if a party has come. */
        BREAK,
        /** The home is to be rung. */
        RING,
        /** Looks at one cell and marks it. */
        MARK,
        /** Begins the next generation. */
        RENEW,
        /** Nothing is left to do. */
        DONE
    }

    static BarrierReset of(int barrierAt, Layout layout) {
        return new BarrierReset(Phase.BREAK, layout, barrierAt, 0, 0);
    }

    boolean isDone() {
        return phase == Phase.DONE;
    }

    /** Whether the home has to be rung before the next step. */
    boolean isToRing() {
        return phase == Phase.RING;
    }

    /** The next state. */
    BarrierReset step(Words words) {
        return switch (phase) {
            case BREAK -> breakIt(words, words.get(barrierAt));
            case RING -> to(Phase.MARK, 0);
            case MARK -> mark(words);
            case RENEW -> renew(words, words.get(barrierAt));
            case DONE -> throw new IllegalStateException("the barrier is new");
        };
    }

    private BarrierReset breakIt(Words words, long word) {
        boolean isNew = BarrierWord.isOpen(word) && BarrierWord.arrived(word) == 0;
        if (isNew || BarrierWord.isEnded(word)) {
            return to(Phase.DONE, 0);
        }
        BarrierReset following = new BarrierReset(Phase.RING, layout, barrierAt, BarrierWord.generation(word), 0);
        boolean isBroken = BarrierWord.isBroken(word) || words.compareAndSet(barrierAt, word, BarrierWord.broken(word));
        return isBroken ? following : this;
    }

    private BarrierReset mark(Words words) {
        if (next >= Sweep.cells(words, layout)) {
            return to(Phase.RENEW, next);
        }
        int cellAt = layout.cell(next);
        long cell = words.get(cellAt);
        boolean isOfTheGeneration = CellWord.isWaiting(cell)
                && words.get(Layout.wordOf(cellAt)) == barrierAt
                && BarrierWait.generationOf(words.get(Layout.argumentOf(cellAt))) == generation;
        boolean isMarked = !isOfTheGeneration || words.compareAndSet(cellAt, cell, CellWord.ended(cell));
        return isMarked ? to(Phase.MARK, next + 1) : this;
    }

    private BarrierReset renew(Words words, long word) {
        boolean isMine = BarrierWord.generation(word) == generation && BarrierWord.isBroken(word);
        boolean isDone = !isMine || words.compareAndSet(barrierAt, word, BarrierWord.next(word));
        return isDone ? to(Phase.DONE, next) : this;
    }

    private BarrierReset to(Phase following, int cell) {
        return new BarrierReset(following, layout, barrierAt, generation, cell);
    }
}
