package dev.procpool.protocol.between;

/**
 * A participant with one thread, which takes a permit of a bounded semaphore and gives it back some times. Immutable.
 *
 * @param booking set while the thread changes permits; copied before a step
 * @param way set from the first wait of a round on
 * @param gaveUp whether the sleeping thread has given up
 * @param atInterrupt set if the thread gives up by an interrupt, null if by a time-out
 * @param rounds the number of acquisitions that are left
 */
record SemaphoreUser(Stage stage, Booking booking, HintWait way, boolean gaveUp, AtInterrupt atInterrupt, int rounds)
        implements HintProgram {

    /** Ways to treat a hint in the moment of an interrupt; the last one is a planted fault. */
    enum AtInterrupt {
        PASSES_HINT_ON,
        KEEPS_HINT
    }

    /** The places in a round. */
    enum Stage {
        BEGINS,
        TAKES,
        WAITS,
        HOLDS,
        GIVES_BACK,
        LOOKS_FOR_WAITERS,
        RINGS,
        ENDED
    }

    private static final int SLOT_OF_THE_FIRST = 1;

    static SemaphoreUser with(int rounds) {
        return new SemaphoreUser(Stage.BEGINS, null, null, false, null, rounds);
    }

    /** A participant that is interrupted where others have a time-out. */
    static SemaphoreUser interrupted(AtInterrupt atInterrupt) {
        return new SemaphoreUser(Stage.BEGINS, null, null, false, atInterrupt, 1);
    }

    static int slot(int index) {
        return index + SLOT_OF_THE_FIRST;
    }

    private SemaphoreUser at(Stage next, Booking nextBooking, HintWait nextWay) {
        return new SemaphoreUser(next, nextBooking, nextWay, gaveUp, atInterrupt, rounds);
    }

    private SemaphoreUser nextRound() {
        Stage next = rounds > 1 ? Stage.BEGINS : Stage.ENDED;
        return new SemaphoreUser(next, null, null, false, atInterrupt, rounds - 1);
    }

    @Override
    public boolean isOver() {
        return stage == Stage.ENDED;
    }

    @Override
    public boolean isAsleep() {
        return stage == Stage.WAITS && way.isAsleep();
    }

    boolean holds() {
        return stage == Stage.HOLDS || stage == Stage.GIVES_BACK;
    }

    @Override
    public SemaphoreUser givingUp() {
        return new SemaphoreUser(Stage.WAITS, null, way.cancelled(), true, atInterrupt, rounds);
    }

    @Override
    public SemaphoreUser homeless() {
        return at(Stage.ENDED, null, null);
    }

    @Override
    public SemaphoreUser step(HintProgram.Surroundings around) {
        ModelWords words = around.words();
        int at = words.layout().object(0);
        return switch (stage) {
            case BEGINS ->
                at(Stage.TAKES, new Booking(at, slot(around.index()), true), null)
                        .book(around);
            case TAKES, GIVES_BACK -> book(around);
            case WAITS -> waitOn(around);
            case HOLDS ->
                at(Stage.GIVES_BACK, new Booking(at, slot(around.index()), false), null)
                        .book(around);
            case LOOKS_FOR_WAITERS ->
                HintWord.wake(words, wordAt(words.layout())) ? at(Stage.RINGS, null, null) : nextRound();
            case RINGS -> {
                around.bell().run();
                yield nextRound();
            }
            case ENDED -> throw new IllegalStateException();
        };
    }

    static int wordAt(Layout layout) {
        return Layout.word(layout.object(0), SharedSemaphore.WAITERS);
    }

    private SemaphoreUser book(HintProgram.Surroundings around) {
        Booking next = booking.copy();
        next.step(around.words(), around.region());
        if (!next.isOver()) {
            return at(stage, next, way);
        }
        boolean isDone = next.phase() == Booking.Phase.DONE;
        if (stage == Stage.GIVES_BACK) {
            if (!isDone) {
                throw new Explorer.Violation("a holder may not give its permit back");
            }
            return at(Stage.LOOKS_FOR_WAITERS, null, null);
        } else if (isDone) {
            return at(Stage.HOLDS, null, null);
        }
        Layout layout = around.words().layout();
        HintPlace place = new HintPlace(wordAt(layout), layout.object(0), SharedSemaphore.BOUNDED_OFFER);
        HintWait wait = way == null ? HintWait.through(layout.cell(around.index()), place, 0) : way.again();
        return at(Stage.WAITS, null, wait);
    }

    private SemaphoreUser waitOn(HintProgram.Surroundings around) {
        HintWait next = way.step(around.words());
        if (!next.isDone()) {
            return at(Stage.WAITS, null, next);
        }
        return switch (next.outcome()) {
            case GAVE_UP -> nextRound();
            case MAY_TRY, HINTED -> {
                if (gaveUp && atInterrupt != null) {
                    yield atInterrupt == AtInterrupt.KEEPS_HINT ? nextRound() : at(Stage.RINGS, null, null);
                }
                int at = around.words().layout().object(0);
                yield at(Stage.TAKES, new Booking(at, slot(around.index()), true), next);
            }
            default -> throw new Explorer.Violation("an open semaphore has ended");
        };
    }

    @Override
    public void addTo(StringBuilder key) {
        key.append((char) (stage.ordinal() << 8 | rounds << 1 | (gaveUp ? 1 : 0)));
        if (booking != null) {
            Booking.Phase phase = booking.phase();
            key.append((char) phase.ordinal());
            ModelWords.addTo(key, phase == Booking.Phase.READ ? 0 : booking.word()); // else the value is never used
            boolean hasBook = phase == Booking.Phase.ENTER || phase == Booking.Phase.CHANGE;
            ModelWords.addTo(key, hasBook ? booking.book() : 0);
        }
        key.append(way == null ? '-' : '+');
        if (way != null) {
            int outcome = way.outcome() == null ? 9 : way.outcome().ordinal();
            key.append((char) (way.phase().ordinal() << 8 | outcome)).append((char) way.ticket());
        }
    }
}
