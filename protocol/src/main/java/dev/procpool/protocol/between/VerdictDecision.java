package dev.procpool.protocol.between;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The home's decision about a word whose value says which waits have ended: marks their cells, and wakes the
 * participants of all cells that were marked, by the home or by another process that may not have rung.
 *
 * @param phase the next step
 * @param layout the places of cells
 * @param wordAt the offset of the word
 * @param verdict the answer to each cell
 * @param word the word, before the cells were read
 * @param next the next cell to look at
 * @param cells the number of cells to look at
 * @param toWake the participants whose cells are marked
 */
record VerdictDecision(
        Phase phase, Layout layout, int wordAt, Verdict verdict, long word, int next, int cells, Set<Long> toWake)
        implements Deciding {

    /** The steps. */
    enum Phase {
        /** Reads the word. */
        BEGIN,
        /** Looks at one cell and marks it. */
        MARK,
        /** A participant is to be woken. */
        WAKE,
        /** Nothing is left to do. */
        DONE
    }

    /** The beginning of a decision. */
    static VerdictDecision about(int wordAt, Verdict verdict, Layout layout) {
        return new VerdictDecision(Phase.BEGIN, layout, wordAt, verdict, 0, 0, 0, Set.of());
    }

    @Override
    public boolean isDone() {
        return phase == Phase.DONE;
    }

    @Override
    public long toWake(Words words) {
        return phase == Phase.WAKE ? toWake.iterator().next() : 0;
    }

    @Override
    public boolean isWaiting() {
        return false;
    }

    @Override
    public VerdictDecision impatient() {
        return this;
    }

    @Override
    public VerdictDecision step(Words words) {
        return switch (phase) {
            case BEGIN -> {
                long now = words.get(wordAt);
                int limit = Sweep.cells(words, layout);
                Phase following = limit > 0 ? Phase.MARK : Phase.DONE;
                yield new VerdictDecision(following, layout, wordAt, verdict, now, 0, limit, Set.of());
            }
            case MARK -> mark(words);
            case WAKE -> {
                Set<Long> others = new LinkedHashSet<>(toWake);
                others.remove(toWake.iterator().next());
                yield to(others.isEmpty() ? Phase.DONE : Phase.WAKE, next, others);
            }
            case DONE -> throw new IllegalStateException("the decision is made");
        };
    }

    private VerdictDecision mark(Words words) {
        int cellAt = layout.cell(next);
        long cell = words.get(cellAt);
        Set<Long> woken = toWake;
        if (cell != CellWord.FREE && words.get(Layout.wordOf(cellAt)) == wordAt) {
            long marked =
                    CellWord.isWaiting(cell) ? verdict.of(word, cell, words.get(Layout.argumentOf(cellAt))) : cell;
            if (marked != cell && !words.compareAndSet(cellAt, cell, marked)) {
                return this;
            }
            woken = CellWord.isGranted(marked) || CellWord.isEnded(marked) ? with(participant(words)) : toWake;
        }
        boolean isLast = next + 1 == cells;
        return to(!isLast ? Phase.MARK : woken.isEmpty() ? Phase.DONE : Phase.WAKE, next + 1, woken);
    }

    private long participant(Words words) {
        return words.get(layout.owner(layout.block(next)));
    }

    private Set<Long> with(long participant) {
        Set<Long> more = new LinkedHashSet<>(toWake);
        if (participant != 0) {
            more.add(participant);
        }
        return more;
    }

    private VerdictDecision to(Phase following, int nextCell, Set<Long> woken) {
        return new VerdictDecision(following, layout, wordAt, verdict, word, nextCell, cells, woken);
    }
}
