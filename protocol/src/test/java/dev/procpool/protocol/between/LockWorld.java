package dev.procpool.protocol.between;

import static dev.procpool.protocol.between.ModelWords.participant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A state of the model of a lock: the words, three participants, and the home with what it has not read yet. Every
 * method that returns a world leaves this one as it is.
 */
final class LockWorld implements Explorer.Model {

    /** The ways to look for work after a death; the last two are planted faults. */
    enum SweepRule {
        AS_THE_PRODUCT,
        BY_THE_WAITING_BIT,
        BY_WAITING_CELLS_ALONE
    }

    private static final int PARTICIPANTS = 3;
    private static final Layout LAYOUT = ModelWords.of(PARTICIPANTS, 1).layout();
    private static final int LOCK = LAYOUT.object(0);

    private final SweepRule rule;
    private ModelWords words = initial();
    private Actor[] actors = new Actor[PARTICIPANTS];
    private boolean[] bells = new boolean[PARTICIPANTS];
    private boolean[] unswept = new boolean[PARTICIPANTS];
    private boolean isRung;
    private boolean homeIsDead;
    private boolean isAbandoned;
    private Decision decision; // null while the home sleeps
    private int deaths;

    private LockWorld(SweepRule rule) {
        this.rule = rule;
    }

    /**
     * The beginning.
     *
     * @param deaths the most deaths, that of the home among them
     * @param rounds the number of acquisitions of each participant
     */
    static LockWorld with(SweepRule rule, int deaths, int... rounds) {
        LockWorld world = new LockWorld(rule);
        world.deaths = deaths;
        for (int i = 0; i < PARTICIPANTS; i++) {
            world.actors[i] = Actor.with(rounds[i]);
        }
        return world;
    }

    private static ModelWords initial() {
        ModelWords words = ModelWords.of(PARTICIPANTS, 1);
        for (int i = 0; i < PARTICIPANTS; i++) {
            words.set(Layout.wordOf(LAYOUT.cell(i)), LOCK); // never changes here
        }
        return words;
    }

    private long lock() {
        return words.get(LOCK);
    }

    private LockWorld copy() {
        LockWorld copy = new LockWorld(rule);
        copy.deaths = deaths;
        copy.words = words.copy();
        copy.actors = actors.clone();
        copy.bells = bells.clone();
        copy.unswept = unswept.clone();
        copy.isRung = isRung;
        copy.homeIsDead = homeIsDead;
        copy.isAbandoned = isAbandoned;
        copy.decision = decision;
        return copy;
    }

    @Override
    public Explorer.Following following() {
        List<LockWorld> all = new ArrayList<>();
        for (int i = 0; i < PARTICIPANTS; i++) {
            if (!actors[i].isOver() && (!actors[i].isAsleep() || bells[i] || homeIsDead)) {
                all.add(afterStepOf(i));
            }
        }
        if (!homeIsDead) {
            addStepsOfTheHome(all);
        }
        int forced = all.size();
        for (int i = 0; i < PARTICIPANTS; i++) {
            if (actors[i].isAsleep() && !homeIsDead) {
                LockWorld next = copy();
                next.actors[i] = actors[i].on(actors[i].way().cancelled());
                all.add(next);
            }
            if (!actors[i].isOver() && deaths > 0) {
                all.add(afterDeathOf(i));
            }
        }
        if (!homeIsDead && deaths > 0) {
            LockWorld next = copy();
            next.homeIsDead = true;
            next.decision = null;
            all.add(next);
        }
        return new Explorer.Following(all, forced);
    }

    private LockWorld afterStepOf(int i) {
        LockWorld next = copy();
        switch (actors[i].stage()) {
            case TRIES -> {
                Outcome outcome = Acquisition.tryTake(next.words, LOCK, participant(i));
                if (outcome == null) {
                    next.actors[i] = actors[i].on(Acquisition.through(LAYOUT.cell(i), LOCK, participant(i)));
                } else {
                    next.hold(i, outcome);
                }
            }
            case QUEUES -> next.queue(i);
            case HOLDS -> next.release(i, false);
            case RINGS -> {
                next.isRung = true;
                next.actors[i] = actors[i].nextRound();
            }
            default -> throw new IllegalStateException();
        }
        return next;
    }

    private void queue(int i) {
        Acquisition way = actors[i].way();
        if (way.isAsleep() && homeIsDead) {
            actors[i] = actors[i].at(Actor.Stage.ENDED);
            return;
        }
        if (way.isAsleep()) {
            bells[i] = false;
        }
        boolean gaveUp = way.phase() == Acquisition.Phase.CANCEL;
        Acquisition further = way.step(words);
        if (!further.isDone()) {
            actors[i] = actors[i].on(further);
        } else if (!further.outcome().isAcquired()) {
            require(gaveUp, "an open lock has ended");
            actors[i] = actors[i].nextRound();
        } else {
            hold(i, further.outcome());
        }
    }

    private void hold(int i, Outcome outcome) {
        for (Actor other : actors) {
            require(other.stage() != Actor.Stage.HOLDS, "two participants hold the lock");
        }
        require((outcome == Outcome.ACQUIRED_ABANDONED) == isAbandoned, "the holder was told wrongly of a death");
        // The first participant is one that is interrupted: it gives the lock back, with what it was told.
        if (i == 0 && outcome == Outcome.ACQUIRED_ABANDONED) {
            release(i, true);
        } else {
            isAbandoned = false;
            actors[i] = actors[i].at(Actor.Stage.HOLDS);
        }
    }

    private void release(int i, boolean stillAbandoned) {
        Release release = Release.of(words, LOCK, participant(i), stillAbandoned);
        require(release != Release.REFUSED, "the holder is not the owner");
        actors[i] = release == Release.RING ? actors[i].at(Actor.Stage.RINGS) : actors[i].nextRound();
    }

    private LockWorld afterDeathOf(int i) {
        LockWorld next = copy();
        next.deaths--;
        next.actors[i] = actors[i].at(Actor.Stage.DEAD);
        next.unswept[i] = true;
        next.isAbandoned |= actors[i].holds();
        return next;
    }

    private void addStepsOfTheHome(List<LockWorld> all) {
        if (decision != null) {
            all.add(afterStepOfTheHome(decision));
            if (decision.phase() == Decision.Phase.WAIT) {
                all.add(afterStepOfTheHome(decision.impatient()));
            }
            return;
        }
        if (isRung) {
            LockWorld next = copy();
            next.isRung = false;
            next.decision = Decision.about(LOCK, LAYOUT);
            all.add(next);
        }
        for (int i = 0; i < PARTICIPANTS; i++) {
            if (unswept[i]) {
                all.add(afterSweepOf(i));
            }
        }
    }

    private LockWorld afterStepOfTheHome(Decision now) {
        LockWorld next = copy();
        if (now.toWake(words) != 0) {
            next.bells[ModelWords.index(now.toWake(words))] = true;
        }
        Decision further = now.step(next.words);
        next.decision = further.isDone() ? null : further;
        return next;
    }

    private LockWorld afterSweepOf(int i) {
        LockWorld next = copy();
        next.unswept[i] = false;
        boolean isTakenBack = LockWord.owner(lock()) == participant(i);
        next.isAbandoned |= isTakenBack; // also if it was granted the lock and did not see it any more
        boolean needsALook = Sweep.takeBack(next.words, LOCK, participant(i));
        next.words.set(LAYOUT.cell(i), CellWord.FREE);
        boolean hasCells = Sweep.withWaitingCells(next.words, LAYOUT).contains((long) LOCK);
        boolean isLookedAt =
                switch (rule) {
                    case AS_THE_PRODUCT -> needsALook || hasCells;
                    case BY_THE_WAITING_BIT -> isTakenBack || LockWord.hasWaiting(next.lock());
                    case BY_WAITING_CELLS_ALONE -> isTakenBack || hasCells;
                };
        next.decision = isLookedAt ? Decision.about(LOCK, LAYOUT) : null;
        return next;
    }

    /** Fails if a participant sleeps for ever, or the lock is not free at the end. */
    @Override
    public void requireGoodEnd() {
        for (Actor actor : actors) {
            require(actor.isOver(), "a participant sleeps for ever");
        }
        require(homeIsDead || LockWord.isFree(lock()), "the lock stays locked");
    }

    private void require(boolean condition, String violation) {
        if (!condition) {
            throw new Explorer.Violation(violation + ": " + words + ", " + Arrays.toString(actors));
        }
    }

    @Override
    public String toString() {
        return words + ", " + Arrays.toString(actors) + ", home " + decision;
    }

    @Override
    public String key() {
        StringBuilder key = new StringBuilder(48);
        words.addTo(key);
        int flags = deaths << 3 | (isRung ? 4 : 0) | (homeIsDead ? 2 : 0) | (isAbandoned ? 1 : 0);
        for (int i = 0; i < PARTICIPANTS; i++) {
            actors[i].addTo(key);
            flags = flags << 2 | (bells[i] ? 2 : 0) | (unswept[i] ? 1 : 0);
        }
        key.append((char) flags);
        if (decision != null) {
            key.append((char) (decision.phase().ordinal() << 8 | decision.next() << 4 | decision.waiting()))
                    .append((char) decision.best())
                    .append((char) decision.bestWord())
                    .append((char) decision.word())
                    .append((char) (decision.word() >> 32))
                    .append((char) (decision.word() >> 48));
        }
        return key.toString();
    }
}
