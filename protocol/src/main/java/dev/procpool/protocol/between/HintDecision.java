package dev.procpool.protocol.between;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The home's decision about a {@link HintWord}: wakes the threads that may try, in the order of their arrival.
 *
 * <p>The home arms the word first and reads the state afterwards: a process that changes the state later rings again.
 * At the end it clears <em>waiting</em> if no cell is left, by compare-and-set against the armed word: if a cell has
 * arrived meanwhile, or the home was rung again, the word stays as it is.
 *
 * @param phase the next step
 * @param layout the places of cells
 * @param place where the threads wait, and for what
 * @param word the armed word
 * @param state the state of the object
 * @param next the next cell to look at; then the next of {@code found} to give a hint to
 * @param cells the number of cells to look at
 * @param found the cells that may try, in the order of arrival once all cells were looked at
 * @param given the number of cells with a hint
 * @param isLeft whether a cell waits that may not try
 * @param participants the participants to wake
 */
record HintDecision(
        Phase phase,
        Layout layout,
        HintPlace place,
        long word,
        long state,
        int next,
        int cells,
        List<Found> found,
        long given,
        boolean isLeft,
        Set<Long> participants)
        implements Deciding {

    /** A waiting cell and the state that it had. */
    record Found(int cell, long word) {}

    /** The steps. */
    enum Phase {
        /** Arms the word. */
        ARM,
        /** Reads the state of the object. */
        READ,
        /** Looks at one cell. */
        SCAN,
        /** Gives a hint to one cell. */
        GIVE,
        /** Clears the word if no cell is left. */
        CLEAR,
        /** A participant is to be woken. */
        WAKE,
        /** Nothing is left to do. */
        DONE
    }

    /** The beginning of a decision. */
    static HintDecision about(HintPlace place, Layout layout) {
        return new HintDecision(Phase.ARM, layout, place, 0, 0, 0, 0, List.of(), 0, false, Set.of());
    }

    @Override
    public boolean isDone() {
        return phase == Phase.DONE;
    }

    @Override
    public long toWake(Words words) {
        return phase == Phase.WAKE ? participants.iterator().next() : 0;
    }

    @Override
    public boolean isWaiting() {
        return false;
    }

    @Override
    public HintDecision impatient() {
        return this;
    }

    @Override
    public HintDecision step(Words words) {
        return switch (phase) {
            case ARM -> arm(words);
            case READ -> read(words);
            case SCAN -> scan(words);
            case GIVE -> give(words);
            case CLEAR -> clear(words);
            case WAKE -> {
                Set<Long> others = new LinkedHashSet<>(participants);
                others.remove(participants.iterator().next());
                yield to(others.isEmpty() ? Phase.DONE : Phase.WAKE, next, given, others);
            }
            case DONE -> throw new IllegalStateException("the decision is made");
        };
    }

    private HintDecision arm(Words words) {
        long now = words.get(place.wordAt());
        long armed = HintWord.armed(now);
        boolean isArmed = now == armed || words.compareAndSet(place.wordAt(), now, armed);
        return new HintDecision(
                isArmed ? Phase.READ : Phase.ARM, layout, place, armed, 0, 0, 0, List.of(), 0, false, Set.of());
    }

    private HintDecision read(Words words) {
        int limit = layout.cellsPerBlock() * (int) Math.min(words.get(Layout.CLAIMED_BLOCKS), layout.blocks());
        long read = place.read(words);
        Phase following = limit > 0 ? Phase.SCAN : Phase.CLEAR;
        return new HintDecision(following, layout, place, word, read, 0, limit, List.of(), 0, false, Set.of());
    }

    private HintDecision scan(Words words) {
        int cellAt = layout.cell(next);
        long cell = words.get(cellAt);
        boolean waits = CellWord.isWaiting(cell)
                && words.get(Layout.wordOf(cellAt)) == place.wordAt()
                && words.get(layout.owner(layout.block(next))) != 0;
        boolean mayTry = waits && (isEnd() || place.offer().suits(state, words.get(Layout.argumentOf(cellAt))));
        List<Found> all = found;
        if (mayTry) {
            all = new ArrayList<>(found);
            all.add(new Found(next, cell));
        }
        boolean isLast = next + 1 == cells;
        if (isLast) {
            all = all.stream()
                    .sorted(Comparator.comparingLong(one -> CellWord.ticket(one.word())))
                    .toList();
        }
        return new HintDecision(
                isLast ? Phase.GIVE : Phase.SCAN,
                layout,
                place,
                word,
                state,
                isLast ? 0 : next + 1,
                cells,
                all,
                0,
                isLeft || waits && !mayTry,
                participants);
    }

    private HintDecision give(Words words) {
        if (next == found.size() || !isEnd() && given >= place.offer().most(state)) {
            return to(Phase.CLEAR, next, given, participants);
        }
        Found first = found.get(next);
        long changed = isEnd() ? CellWord.ended(first.word()) : CellWord.granted(first.word(), false);
        if (!words.compareAndSet(layout.cell(first.cell()), first.word(), changed)) {
            return to(Phase.GIVE, next + 1, given, participants);
        }
        Set<Long> all = participants;
        long participant = words.get(layout.owner(layout.block(first.cell())));
        if (!all.contains(participant)) {
            all = new LinkedHashSet<>(participants);
            all.add(participant);
        }
        return to(Phase.GIVE, next + 1, given + 1, all);
    }

    private boolean isEnd() {
        return HintWord.isEnded(word);
    }

    private HintDecision clear(Words words) {
        if (!isLeft && next == found.size()) {
            words.compareAndSet(place.wordAt(), word, HintWord.withoutWaiting(word));
        }
        return to(participants.isEmpty() ? Phase.DONE : Phase.WAKE, next, given, participants);
    }

    private HintDecision to(Phase following, int turn, long hints, Set<Long> woken) {
        return new HintDecision(following, layout, place, word, state, turn, cells, found, hints, isLeft, woken);
    }
}
