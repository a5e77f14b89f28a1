package dev.procpool.protocol.between;

import java.io.IOException;

/**
 * A participant with one thread, which puts items into a queue or gets them. Immutable. The latch is one that a thread
 * does not sleep for: its steps have a test of their own.
 *
 * @param index the number of the participant, from 0
 * @param way set while the thread goes through its cell, and after that while it has a place in the order of arrival
 * @param rounds the items that are left
 * @param has whether the last change was made
 */
record QueueUser(Stage stage, int index, boolean puts, HintWait way, int rounds, boolean has) {

    enum Stage {
        LOOKS,
        ENTERS,
        WAKES_GETTERS,
        RINGS_FOR_GETTERS,
        WAKES_PUTTERS,
        RINGS_FOR_PUTTERS,
        CHANGES,
        WAKES,
        RINGS,
        WAITS,
        ENDED,
        DEAD
    }

    static QueueUser putter(int index, int rounds) {
        return new QueueUser(Stage.LOOKS, index, true, null, rounds, false);
    }

    static QueueUser getter(int index, int rounds) {
        return new QueueUser(Stage.LOOKS, index, false, null, rounds, false);
    }

    QueueUser at(Stage next) {
        return new QueueUser(next, index, puts, way, rounds, has);
    }

    private QueueUser on(HintWait next) {
        return new QueueUser(Stage.WAITS, index, puts, next, rounds, has);
    }

    private QueueUser nextRound() {
        return new QueueUser(rounds > 1 ? Stage.LOOKS : Stage.ENDED, index, puts, null, rounds - 1, false);
    }

    boolean isOver() {
        return stage == Stage.ENDED || stage == Stage.DEAD;
    }

    boolean isAsleep() {
        return stage == Stage.WAITS && way.isAsleep();
    }

    QueueUser givingUp() {
        return on(way.cancelled());
    }

    HintPlace place() {
        return puts ? QueueWorld.PUTTERS : QueueWorld.GETTERS;
    }

    int units() {
        return Records.units(1);
    }

    /** Whether the thread may do what it wants to. */
    boolean mayTry(Words words) {
        return place().offer().suits(place().read(words), units());
    }

    QueueUser step(QueueMemory queue, QueueWorld.Bells bells) {
        Words words = queue.page();
        return switch (stage) {
            case LOOKS -> mayTry(words) ? at(Stage.ENTERS) : waiting();
            case ENTERS -> enter(queue);
            case WAKES_GETTERS, RINGS_FOR_GETTERS, WAKES_PUTTERS, RINGS_FOR_PUTTERS -> wakeAfterARepair(words, bells);
            case CHANGES -> changeAndLeave(queue);
            case WAKES -> HintWord.wake(words, other().wordAt()) ? at(Stage.RINGS) : nextRound();
            case RINGS -> {
                if (puts) {
                    bells.ringForGetters();
                } else {
                    bells.ringForPutters();
                }
                yield nextRound();
            }
            case WAITS -> goThroughTheCell(words);
            default -> throw new IllegalStateException();
        };
    }

    private QueueUser wakeAfterARepair(Words words, QueueWorld.Bells bells) {
        return switch (stage) {
            case WAKES_GETTERS ->
                at(HintWord.wake(words, QueueWorld.GETTERS.wordAt()) ? Stage.RINGS_FOR_GETTERS : Stage.WAKES_PUTTERS);
            case RINGS_FOR_GETTERS -> {
                bells.ringForGetters();
                yield at(Stage.WAKES_PUTTERS);
            }
            case WAKES_PUTTERS ->
                at(HintWord.wake(words, QueueWorld.PUTTERS.wordAt()) ? Stage.RINGS_FOR_PUTTERS : Stage.CHANGES);
            case RINGS_FOR_PUTTERS -> {
                bells.ringForPutters();
                yield at(Stage.CHANGES);
            }
            default -> throw new IllegalStateException();
        };
    }

    private HintPlace other() {
        return puts ? QueueWorld.GETTERS : QueueWorld.PUTTERS;
    }

    private QueueUser waiting() {
        return on(way == null ? HintWait.through(QueueWorld.LAYOUT.cell(index), place(), units()) : way.again());
    }

    private QueueUser goThroughTheCell(Words words) {
        HintWait further = way.step(words);
        if (!further.isDone()) {
            return on(further);
        }
        return further.outcome() == Outcome.GAVE_UP ? nextRound() : on(further).at(Stage.LOOKS);
    }

    /** Takes the latch; where no repair is needed all that happens under it is one step. */
    private QueueUser enter(QueueMemory queue) {
        if (Acquisition.tryTake(queue.page(), queue.at(), ModelWords.participant(index)) == null) {
            return this;
        } else if (queue.needsRepair()) {
            QueueRepair.run(queue);
            return at(Stage.WAKES_GETTERS);
        }
        return changeAndLeave(queue);
    }

    private QueueUser changeAndLeave(QueueMemory queue) {
        boolean isMade = change(queue);
        Release.of(queue.page(), queue.at(), ModelWords.participant(index), false);
        QueueUser after = new QueueUser(Stage.WAKES, index, puts, way, rounds, isMade);
        return isMade ? after : after.waiting();
    }

    /** Dies under the latch, before or after its change. */
    QueueUser dieInTheLatch(QueueMemory queue, boolean isChanged) {
        Acquisition.tryTake(queue.page(), queue.at(), ModelWords.participant(index));
        if (isChanged) {
            change(queue);
        }
        return at(Stage.DEAD);
    }

    private boolean change(QueueMemory queue) {
        if (!puts) {
            return QueueItems.take(queue, QueueSlots.of(queue.region(), ModelWords.participant(index)), false) != null;
        }
        try {
            return QueueItems.put(queue, new byte[] {1}, 0, 1, false);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void addTo(StringBuilder key) {
        key.append(stage.ordinal()).append(' ').append(rounds).append(has ? '+' : '-');
        if (way != null) {
            key.append(way.phase().ordinal()).append(' ').append(way.ticket()).append(way.outcome());
        }
        key.append('|');
    }
}
