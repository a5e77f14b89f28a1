package dev.procpool.protocol.between;

import java.util.ArrayList;
import java.util.List;

/**
 * The end of a number of waits for a condition, as a machine: each {@link #step} makes one access to the words that
 * other processes change. Immutable. A test runs the same steps in all orders.
 *
 * <p>The thread that notifies holds the lock of the condition, so no wait begins meanwhile. It looks at the cells once
 * and then ends the waits with the lowest tickets, each by one compare-and-set of its cell. A cell that gives up in
 * that moment is passed over. The home passes the notifications of a dead process on in the same way, to waits that
 * began before the latest notification.
 *
 * @param phase the next step
 * @param source the process that makes the steps
 * @param layout the places of cells
 * @param conditionAt the offset of the condition's word
 * @param left the number of waits that are still to be ended
 * @param latest the highest ticket that may be ended
 * @param next the next cell to look at, and later the next of {@code waiting}
 * @param cells the number of cells to look at
 * @param waiting the cells that wait, by their tickets
 * @param isUsed whether the condition has a cell
 * @param ended the number of waits that were ended
 */
record Notification(
        Phase phase,
        Source source,
        Layout layout,
        int conditionAt,
        int left,
        long latest,
        int next,
        int cells,
        List<Waiting> waiting,
        boolean isUsed,
        int ended) {

    /** A cell that waits, with its word. */
    record Waiting(int cell, long word) {}

    /** The processes that end waits. */
    enum Source {
        /** The holder of the lock. */
        HOLDER,
        /** The home, in the place of a process that was notified and has died. */
        HOME
    }

    /** The steps. */
    enum Phase {
        /** Reads the condition's word. */
        BEGIN,
        /** Says in the condition's word which waits began before this notification. */
        STAMP,
        /** Looks at one cell. */
        SCAN,
        /** Ends one wait. */
        GRANT,
        /** Says in the condition's word that it has no cell. */
        CLEAN,
        /** Nothing is left to do. */
        DONE
    }

    /** The beginning of {@code waits} notifications. */
    static Notification by(Source source, int conditionAt, Layout layout, int waits) {
        return new Notification(Phase.BEGIN, source, layout, conditionAt, waits, 0, 0, 0, List.of(), false, 0);
    }

    boolean isDone() {
        return phase == Phase.DONE;
    }

    /** The next state. */
    Notification step(Words words) {
        return switch (phase) {
            case BEGIN -> begin(words);
            case STAMP -> stamp(words);
            case SCAN -> scan(words);
            case GRANT -> grant(words);
            case CLEAN -> {
                long word = words.get(conditionAt);
                yield words.compareAndSet(conditionAt, word, ConditionWord.unused(word)) ? to(Phase.DONE) : this;
            }
            case DONE -> throw new IllegalStateException("all waits are ended");
        };
    }

    private Notification begin(Words words) {
        long word = words.get(conditionAt);
        if (left == 0 || !ConditionWord.isInUse(word) || ConditionWord.isEnded(word)) {
            return to(Phase.DONE);
        }
        return source == Source.HOLDER ? to(Phase.STAMP) : scanning(words, ConditionWord.latest(word));
    }

    private Notification stamp(Words words) {
        long word = words.get(conditionAt);
        long tickets = words.get(Layout.TICKETS);
        boolean isSaid = words.compareAndSet(conditionAt, word, ConditionWord.notified(word, tickets));
        return isSaid ? scanning(words, tickets) : this;
    }

    private Notification scanning(Words words, long highest) {
        int limit = Sweep.cells(words, layout);
        Phase following = limit > 0 ? Phase.SCAN : Phase.DONE;
        return new Notification(
                following, source, layout, conditionAt, left, highest, 0, limit, waiting, isUsed, ended);
    }

    private Notification scan(Words words) {
        long cell = words.get(layout.cell(next));
        boolean isMine = cell != CellWord.FREE && words.get(Layout.wordOf(layout.cell(next))) == conditionAt;
        boolean isSeen = isMine && CellWord.isWaiting(cell) && CellWord.ticket(cell) <= latest;
        List<Waiting> seen = isSeen ? with(new Waiting(next, cell)) : waiting;
        boolean isLast = next + 1 == cells;
        return new Notification(
                isLast ? afterTheScan(seen, isUsed | isMine) : Phase.SCAN,
                source,
                layout,
                conditionAt,
                left,
                latest,
                isLast ? 0 : next + 1,
                cells,
                seen,
                isUsed | isMine,
                ended);
    }

    private Phase afterTheScan(List<Waiting> seen, boolean hasCells) {
        if (!seen.isEmpty()) {
            return Phase.GRANT;
        }
        return hasCells || source == Source.HOME ? Phase.DONE : Phase.CLEAN;
    }

    private List<Waiting> with(Waiting one) {
        List<Waiting> all = new ArrayList<>(waiting);
        int place = all.size();
        while (place > 0 && CellWord.ticket(all.get(place - 1).word()) > CellWord.ticket(one.word())) {
            place--;
        }
        all.add(place, one);
        return all;
    }

    private Notification grant(Words words) {
        Waiting oldest = waiting.get(next);
        long notified = CellWord.granted(oldest.word(), false);
        int one = words.compareAndSet(layout.cell(oldest.cell()), oldest.word(), notified) ? 1 : 0;
        return new Notification(
                left > one && next + 1 < waiting.size() ? Phase.GRANT : Phase.DONE,
                source,
                layout,
                conditionAt,
                left - one,
                latest,
                next + 1,
                cells,
                waiting,
                isUsed,
                ended + one);
    }

    private Notification to(Phase following) {
        return new Notification(
                following, source, layout, conditionAt, left, latest, next, cells, waiting, isUsed, ended);
    }
}
