package dev.procpool.protocol.between;

/**
 * The home's decision about one lock, as a machine: each {@link #step} makes one access to the words that other
 * processes change. Immutable. A test runs the same steps in all orders.
 *
 * <p>A lock that is free or reserved goes to the cell that has waited longest: first the lock's word, then the cell. If
 * that cell was cancelled in between, the home reserves the lock and looks again. A lock that is owned stays with its
 * owner. If other threads took it ever again while the home looked, the home sets the hand-off.
 *
 * @param phase the next step
 * @param layout the places of cells
 * @param lockAt the offset of the lock
 * @param word the lock's word when the home began to look at the cells
 * @param next the next cell to look at
 * @param cells the number of cells to look at
 * @param best the cell that has waited longest, or -1
 * @param bestWord the state of that cell
 * @param waiting the number of waiting cells
 * @param isPatient whether the home waits for a free word before it sets the hand-off
 */
record Decision(
        Phase phase,
        Layout layout,
        int lockAt,
        long word,
        int next,
        int cells,
        int best,
        long bestWord,
        int waiting,
        boolean isPatient)
        implements Deciding {

    /** The steps. */
    enum Phase {
        /** Reads the lock's word. */
        BEGIN,
        /** Looks at one cell. */
        SCAN,
        /** Changes the lock's word, unless it was changed since the beginning. */
        CHANGE,
        /** Tells the cell that it has the lock. */
        GRANT,
        /** Reserves the lock again, as the cell was cancelled. */
        TAKE_BACK,
        /** Tells the cell that the lock has ended. */
        END,
        /** The process of the best cell is to be woken. */
        WAKE,
        /** The lock is owned by a process that took it while the home was rung: the caller waits a moment. */
        WAIT,
        /** Nothing is left to do. */
        DONE
    }

    private static final int NONE = -1;

    /** The beginning of a decision. */
    static Decision about(int lockAt, Layout layout) {
        return new Decision(Phase.BEGIN, layout, lockAt, 0, 0, 0, NONE, 0, 0, true);
    }

    @Override
    public boolean isDone() {
        return phase == Phase.DONE;
    }

    @Override
    public Decision impatient() {
        return new Decision(phase, layout, lockAt, word, next, cells, best, bestWord, waiting, false);
    }

    @Override
    public long toWake(Words words) {
        return phase == Phase.WAKE ? winner(words) : 0;
    }

    @Override
    public boolean isWaiting() {
        return phase == Phase.WAIT;
    }

    private long winner(Words words) {
        return words.get(layout.owner(layout.block(best)));
    }

    @Override
    public Decision step(Words words) {
        return switch (phase) {
            case BEGIN, WAIT -> begin(words);
            case SCAN -> scan(words);
            case CHANGE -> change(words);
            case GRANT -> {
                long granted = CellWord.granted(bestWord, LockWord.isAbandoned(word));
                yield to(words.compareAndSet(layout.cell(best), bestWord, granted) ? Phase.WAKE : Phase.TAKE_BACK);
            }
            case TAKE_BACK -> {
                long now = words.get(lockAt);
                long reserved = LockWord.reserved(now, LockWord.isAbandoned(word));
                yield words.compareAndSet(lockAt, now, reserved) ? to(Phase.BEGIN) : this;
            }
            case END -> {
                boolean ended = words.compareAndSet(layout.cell(best), bestWord, CellWord.ended(bestWord));
                yield to(ended ? Phase.WAKE : Phase.BEGIN);
            }
            case WAKE -> to(LockWord.isEnded(word) ? Phase.BEGIN : Phase.DONE);
            case DONE -> throw new IllegalStateException("the decision is made");
        };
    }

    private Decision begin(Words words) {
        long now = words.get(lockAt);
        int limit = layout.cellsPerBlock() * (int) Math.min(words.get(Layout.CLAIMED_BLOCKS), layout.blocks());
        Phase following = limit > 0 ? Phase.SCAN : Phase.CHANGE;
        return new Decision(following, layout, lockAt, now, 0, limit, NONE, 0, 0, isPatient);
    }

    private Decision scan(Words words) {
        long cell = words.get(layout.cell(next));
        boolean waits = CellWord.isWaiting(cell)
                && words.get(Layout.wordOf(layout.cell(next))) == lockAt
                && words.get(layout.owner(layout.block(next))) != 0;
        boolean isBest = waits && (best == NONE || CellWord.ticket(cell) < CellWord.ticket(bestWord));
        return new Decision(
                next + 1 < cells ? Phase.SCAN : Phase.CHANGE,
                layout,
                lockAt,
                word,
                next + 1,
                cells,
                isBest ? next : best,
                isBest ? cell : bestWord,
                waits ? waiting + 1 : waiting,
                isPatient);
    }

    private Decision change(Words words) {
        if (LockWord.isEnded(word)) {
            return to(best == NONE ? Phase.DONE : Phase.END);
        } else if (best == NONE) {
            return change(words, LockWord.withoutWaiting(word), Phase.DONE);
        } else if (LockWord.isFree(word) || LockWord.owner(word) == LockWord.RESERVED) {
            return change(words, LockWord.granted(word, winner(words), waiting > 1), Phase.GRANT);
        } else if (!LockWord.isRung(word)) {
            return change(words, LockWord.withWaiting(word), Phase.DONE);
        }
        return isPatient ? to(Phase.WAIT) : change(words, LockWord.withHandOff(word), Phase.DONE);
    }

    private Decision change(Words words, long changed, Phase following) {
        return to(changed == word || words.compareAndSet(lockAt, word, changed) ? following : Phase.BEGIN);
    }

    private Decision to(Phase following) {
        return new Decision(following, layout, lockAt, word, next, cells, best, bestWord, waiting, isPatient);
    }
}
