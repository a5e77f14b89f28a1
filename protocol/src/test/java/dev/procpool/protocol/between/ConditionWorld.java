package dev.procpool.protocol.between;

import static dev.procpool.protocol.between.ModelWords.participant;

import dev.procpool.protocol.between.Notification.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A state of the model of a condition: the words, three participants, their lock, and the home with what it has not
 * read yet. The lock is one step here, as {@link LockWorld} is about it. Every method that returns a world leaves this
 * one as it is.
 */
final class ConditionWorld implements Explorer.Model {

    /** The product, and planted faults. */
    enum Fault {
        NONE,
        FREES_THE_LOCK_BEFORE_THE_CELL_WAITS,
        PASSES_NO_NOTIFICATION_ON,
        LOOKS_ONLY_WHEN_RUNG
    }

    private static final int PARTICIPANTS = 3;
    private static final Layout LAYOUT = ModelWords.of(PARTICIPANTS, 1).layout();
    private static final int CONDITION = LAYOUT.object(0);
    private static final int NOBODY = -1;

    private final Fault fault;
    private ModelWords words = initial();
    private ConditionActor[] actors;
    private boolean[] bells = new boolean[PARTICIPANTS];
    private boolean[] unswept = new boolean[PARTICIPANTS];
    private int holder = NOBODY;
    private boolean isRung;
    private Notification passedOn; // null while the home passes nothing on
    private VerdictDecision decision; // null while the home sleeps
    private long owedUpTo = NOBODY; // the highest ticket of a wait that may get a notification that its process lost
    private int deaths;

    private ConditionWorld(Fault fault) {
        this.fault = fault;
    }

    static ConditionWorld with(Fault fault, int deaths, ConditionActor... actors) {
        ConditionWorld world = new ConditionWorld(fault);
        world.deaths = deaths;
        world.actors = actors.clone();
        return world;
    }

    private static ModelWords initial() {
        ModelWords words = ModelWords.of(PARTICIPANTS, 1);
        for (int i = 0; i < PARTICIPANTS; i++) {
            words.set(Layout.wordOf(LAYOUT.cell(i)), CONDITION); // never changes here
        }
        return words;
    }

    private ConditionWorld copy() {
        ConditionWorld copy = new ConditionWorld(fault);
        copy.words = words.copy();
        copy.actors = actors.clone();
        copy.bells = bells.clone();
        copy.unswept = unswept.clone();
        copy.holder = holder;
        copy.isRung = isRung;
        copy.passedOn = passedOn;
        copy.decision = decision;
        copy.owedUpTo = owedUpTo;
        copy.deaths = deaths;
        return copy;
    }

    @Override
    public Explorer.Following following() {
        List<ConditionWorld> all = new ArrayList<>();
        for (int i = 0; i < PARTICIPANTS; i++) {
            if (canGoOn(i)) {
                all.add(afterStepOf(i));
            }
        }
        addStepsOfTheHome(all);
        int forced = all.size();
        for (int i = 0; i < PARTICIPANTS; i++) {
            if (actors[i].isAsleep()) {
                ConditionWorld next = copy();
                next.actors[i] = actors[i].on(actors[i].way().cancelled());
                all.add(next);
            }
            if (!actors[i].isOver() && deaths > 0) {
                ConditionWorld next = copy();
                next.deaths--;
                next.actors[i] = actors[i].at(ConditionActor.Stage.DEAD);
                next.unswept[i] = true;
                all.add(next);
            }
        }
        return new Explorer.Following(all, forced);
    }

    private boolean canGoOn(int i) {
        ConditionActor actor = actors[i];
        boolean hasTheLock = !actor.needsTheLock() || holder == NOBODY;
        return !actor.isOver() && hasTheLock && (!actor.isAsleep() || bells[i]);
    }

    private ConditionWorld afterStepOf(int i) {
        ConditionWorld next = copy();
        switch (actors[i].stage()) {
            case TAKES -> next.take(i);
            case WAITS -> next.await(i, actors[i].way());
            case NOTIFIES -> next.notify(i, actors[i].notification());
            case RINGS -> {
                next.isRung = true;
                next.actors[i] = actors[i].at(ConditionActor.Stage.FREES);
            }
            case FREES -> {
                next.holder = NOBODY;
                next.actors[i] = actors[i].nextRound();
            }
            default -> throw new IllegalStateException();
        }
        return next;
    }

    private void take(int i) {
        holder = i;
        boolean waits = actors[i].wakes() == 0;
        actors[i] = waits
                ? actors[i].on(ConditionWait.through(LAYOUT.cell(i), CONDITION))
                : actors[i].on(Notification.by(Source.HOLDER, CONDITION, LAYOUT, actors[i].wakes()));
        if (waits && fault == Fault.FREES_THE_LOCK_BEFORE_THE_CELL_WAITS) {
            holder = NOBODY;
        }
    }

    private void await(int i, ConditionWait way) {
        if (way.isAsleep()) {
            bells[i] = false;
        } else if (way.isToFreeTheLock() && fault != Fault.FREES_THE_LOCK_BEFORE_THE_CELL_WAITS) {
            holder = NOBODY;
        } else if (way.phase() == ConditionWait.Phase.TAKE_LOCK) {
            holder = i;
        }
        ConditionWait further = way.step(words);
        require(further.outcome() != Outcome.ENDED, "an open condition has ended");
        actors[i] = further.phase() == ConditionWait.Phase.DONE
                ? actors[i].at(ConditionActor.Stage.FREES)
                : actors[i].on(further);
    }

    private void notify(int i, Notification before) {
        Notification further = grant(before);
        actors[i] = actors[i].on(further);
        if (further.isDone()) {
            require(further.ended() <= actors[i].wakes(), "too many waits have ended");
            require(further.left() == 0 || !someoneWaits(), "a wait that began before was not seen");
            actors[i] = actors[i].at(further.ended() > 0 ? ConditionActor.Stage.RINGS : ConditionActor.Stage.FREES);
        }
    }

    private Notification grant(Notification before) {
        Notification further = before.step(words);
        if (further.ended() > before.ended()) {
            long ticket = CellWord.ticket(before.waiting().get(before.next()).word());
            require(ticket <= before.latest(), "a later wait was ended");
            for (int i = 0; i < PARTICIPANTS; i++) {
                long cell = words.get(LAYOUT.cell(i));
                require(!CellWord.isWaiting(cell) || CellWord.ticket(cell) > ticket, "an older wait was passed over");
            }
        }
        return further;
    }

    /** Whether a thread has freed the lock to wait, and is neither notified nor has given up. */
    private boolean someoneWaits() {
        return IntStream.range(0, PARTICIPANTS).anyMatch(i -> {
            boolean isInWait = actors[i].stage() == ConditionActor.Stage.WAITS
                    && !actors[i].way().isDone();
            long cell = words.get(LAYOUT.cell(i));
            return isInWait && i != holder && (CellWord.isWaiting(cell) || cell == CellWord.FREE);
        });
    }

    private void addStepsOfTheHome(List<ConditionWorld> all) {
        if (passedOn != null) {
            all.add(afterPassingOn());
        } else if (decision != null) {
            all.add(afterStepOf(decision));
        } else {
            if (isRung) {
                ConditionWorld next = copy();
                next.isRung = false;
                next.look();
                all.add(next);
            }
            for (int i = 0; i < PARTICIPANTS; i++) {
                if (unswept[i]) {
                    all.add(afterSweepOf(i));
                }
            }
        }
        for (int i = 0; i < PARTICIPANTS; i++) {
            if (holder == i && actors[i].stage() == ConditionActor.Stage.DEAD) {
                ConditionWorld next = copy();
                next.holder = NOBODY; // by the home of the lock, which may be another process
                all.add(next);
            }
        }
    }

    private void look() {
        decision = VerdictDecision.about(CONDITION, Verdict.OF_A_CONDITION, LAYOUT);
    }

    private ConditionWorld afterStepOf(VerdictDecision now) {
        ConditionWorld next = copy();
        if (now.toWake(words) != 0) {
            next.bells[ModelWords.index(now.toWake(words))] = true;
        }
        VerdictDecision further = now.step(next.words);
        next.decision = further.isDone() ? null : further;
        return next;
    }

    private ConditionWorld afterSweepOf(int i) {
        ConditionWorld next = copy();
        next.unswept[i] = false;
        long left = words.get(LAYOUT.cell(i));
        boolean isOwed = CellWord.isGranted(left) || CellWord.isNoticed(left);
        next.owedUpTo = isOwed ? ConditionWord.latest(words.get(CONDITION)) : NOBODY;
        next.passedOn = ConditionRepair.begin(next.words, LAYOUT, CONDITION, participant(i));
        if (fault == Fault.PASSES_NO_NOTIFICATION_ON) {
            next.passedOn = Notification.by(Source.HOME, CONDITION, LAYOUT, 0);
        }
        return next;
    }

    private ConditionWorld afterPassingOn() {
        ConditionWorld next = copy();
        Notification further = next.grant(passedOn);
        next.passedOn = further;
        if (further.isDone()) {
            require(further.ended() > 0 || !next.hasWaitingUpTo(owedUpTo), "a notification is lost");
            next.owedUpTo = NOBODY;
            next.passedOn = null;
            if (fault != Fault.LOOKS_ONLY_WHEN_RUNG) {
                next.look();
            }
        }
        return next;
    }

    private boolean hasWaitingUpTo(long ticket) {
        return IntStream.range(0, PARTICIPANTS)
                .mapToLong(i -> words.get(LAYOUT.cell(i)))
                .anyMatch(cell -> CellWord.isWaiting(cell) && CellWord.ticket(cell) <= ticket);
    }

    /** Fails if a participant that was notified sleeps for ever, or one that was not does anything but sleep. */
    @Override
    public void requireGoodEnd() {
        for (int i = 0; i < PARTICIPANTS; i++) {
            boolean mayGoOnSleeping = actors[i].isAsleep() && CellWord.isWaiting(words.get(LAYOUT.cell(i)));
            require(actors[i].isOver() || mayGoOnSleeping, "a participant sleeps for ever");
        }
        require(holder == NOBODY, "the lock stays locked");
    }

    private void require(boolean condition, String violation) {
        if (!condition) {
            throw new Explorer.Violation(violation + ": " + words + ", " + Arrays.toString(actors));
        }
    }

    @Override
    public String key() {
        StringBuilder key = new StringBuilder(64);
        words.addTo(key);
        int flags = deaths << 1 | (isRung ? 1 : 0);
        for (int i = 0; i < PARTICIPANTS; i++) {
            actors[i].addTo(key);
            flags = flags << 2 | (bells[i] ? 2 : 0) | (unswept[i] ? 1 : 0);
        }
        key.append((char) flags).append((char) (holder + 1)).append((char) (owedUpTo + 1));
        if (passedOn != null) {
            ConditionActor.addTo(key.append('p'), passedOn);
        }
        if (decision != null) {
            key.append('d').append((char) (decision.phase().ordinal() << 8 | decision.next()));
            ModelWords.addTo(key, decision.word());
            decision.toWake().stream().sorted().forEach(one -> key.append((char) (long) one));
        }
        return key.toString();
    }
}
