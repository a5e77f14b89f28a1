package dev.procpool.protocol.between;

import static dev.procpool.protocol.between.ModelWords.participant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A state of the model of a barrier for two: the words, three participants, and the home with what it has not read yet.
 * Every method that returns a world leaves this one as it is.
 */
final class BarrierWorld implements Explorer.Model {

    /** The product, and planted faults. */
    enum Fault {
        NONE,
        MARKS_NO_CELL_BEFORE_THE_NEXT_GENERATION,
        FORGETS_THE_DEAD
    }

    private static final int PARTICIPANTS = 3;
    private static final int PARTIES = 2;
    private static final Layout LAYOUT = ModelWords.of(PARTICIPANTS, 1).layout();
    private static final int BARRIER = LAYOUT.object(0);

    private final Fault fault;
    private final boolean hasAction;
    private ModelWords words = initial();
    private BarrierActor[] actors;
    private boolean[] bells = new boolean[PARTICIPANTS];
    private boolean[] unswept = new boolean[PARTICIPANTS];
    private boolean isRung;
    private VerdictDecision decision; // null while the home sleeps
    private int arrived; // a bit for each generation and index
    private int passed; // a bit for each generation and index
    private int broken; // a bit for each generation
    private int deaths;

    private BarrierWorld(Fault fault, boolean hasAction) {
        this.fault = fault;
        this.hasAction = hasAction;
    }

    static BarrierWorld with(Fault fault, boolean hasAction, int deaths, BarrierActor... actors) {
        BarrierWorld world = new BarrierWorld(fault, hasAction);
        world.deaths = deaths;
        world.actors = actors.clone();
        return world;
    }

    private static ModelWords initial() {
        ModelWords words = ModelWords.of(PARTICIPANTS, 1);
        for (int i = 0; i < PARTICIPANTS; i++) {
            words.set(Layout.wordOf(LAYOUT.cell(i)), BARRIER); // never changes here
        }
        return words;
    }

    private BarrierWorld copy() {
        BarrierWorld copy = new BarrierWorld(fault, hasAction);
        copy.words = words.copy();
        copy.actors = actors.clone();
        copy.bells = bells.clone();
        copy.unswept = unswept.clone();
        copy.isRung = isRung;
        copy.decision = decision;
        copy.arrived = arrived;
        copy.passed = passed;
        copy.broken = broken;
        copy.deaths = deaths;
        return copy;
    }

    @Override
    public Explorer.Following following() {
        List<BarrierWorld> all = new ArrayList<>();
        for (int i = 0; i < PARTICIPANTS; i++) {
            if (!actors[i].isOver() && (!actors[i].isAsleep() || bells[i])) {
                all.add(afterStepOf(i));
            }
        }
        addStepsOfTheHome(all);
        int forced = all.size();
        for (int i = 0; i < PARTICIPANTS; i++) {
            addWhatMayHappenTo(i, all);
        }
        return new Explorer.Following(all, forced);
    }

    private void addWhatMayHappenTo(int i, List<BarrierWorld> all) {
        if (actors[i].isAsleep()) {
            BarrierWorld late = copy();
            late.actors[i] = actors[i].on(actors[i].way().cancelled());
            all.add(late);
        }
        if (actors[i].isAsleep() && hasAction) { // else an interrupt has the effect of a time-out
            BarrierWorld interrupted = copy();
            interrupted.actors[i] = actors[i].on(actors[i].way().interrupted());
            all.add(interrupted);
        }
        if (actors[i].stage() == BarrierActor.Stage.WAITS && actors[i].way().isToAct()) {
            BarrierWorld failed = copy();
            failed.actors[i] = actors[i].on(actors[i].way().acted(false));
            all.add(failed);
        }
        if (!actors[i].isOver() && deaths > 0) {
            BarrierWorld next = copy();
            next.deaths--;
            next.actors[i] = actors[i].at(BarrierActor.Stage.DEAD);
            next.unswept[i] = true;
            all.add(next);
        }
    }

    private BarrierWorld afterStepOf(int i) {
        BarrierWorld next = copy();
        switch (actors[i].stage()) {
            case COMES ->
                next.actors[i] = actors[i].on(
                        BarrierWait.at(new BarrierWait.Place(BARRIER, LAYOUT.cell(i), PARTIES, hasAction)));
            case WAITS -> next.await(i, actors[i].way());
            case STARTS_RESET -> next.actors[i] = actors[i].on(BarrierReset.of(BARRIER, LAYOUT));
            case RESETS -> next.reset(i, actors[i].reset());
            case RINGS -> {
                next.isRung = true;
                next.actors[i] = actors[i].nextRound();
            }
            default -> throw new IllegalStateException();
        }
        return next;
    }

    private void await(int i, BarrierWait way) {
        if (way.isToAct()) {
            actors[i] = actors[i].on(way.acted(true));
            return;
        } else if (way.isAsleep()) {
            bells[i] = false;
        }
        BarrierWait further = way.step(words);
        if (further.hasArrived() && !way.hasArrived()) {
            arrived |= 1 << further.generation() * PARTIES + further.index();
        }
        if (further.outcome() == Outcome.GAVE_UP) {
            further = further.patient();
        }
        actors[i] = actors[i].on(further);
        if (further.isOver()) {
            end(further);
            actors[i] = further.rings() ? actors[i].at(BarrierActor.Stage.RINGS) : actors[i].nextRound();
        }
    }

    private void end(BarrierWait way) {
        if (way.outcome() == Outcome.PASSED) {
            int bit = 1 << way.generation() * PARTIES + way.index();
            require((passed & bit) == 0, "two parties of a generation have the same index");
            passed |= bit;
            int others = (1 << PARTIES) - 1;
            boolean isComplete = BarrierWord.isAfter(words.get(BARRIER), way.generation());
            require(isComplete && (arrived >> way.generation() * PARTIES & others) == others, "a party passed alone");
        } else if (way.hasArrived()) {
            broken |= 1 << way.generation();
        }
        for (int generation = 0; generation < 8; generation++) {
            boolean hasPassed = (passed >> generation * PARTIES & (1 << PARTIES) - 1) != 0;
            require(!hasPassed || (broken >> generation & 1) == 0, "a generation was passed and broken");
        }
    }

    private void reset(int i, BarrierReset reset) {
        if (reset.isToRing()) {
            isRung = true;
        }
        BarrierReset further = reset.step(words);
        if (fault == Fault.MARKS_NO_CELL_BEFORE_THE_NEXT_GENERATION && reset.isToRing()) {
            further = new BarrierReset(BarrierReset.Phase.RENEW, LAYOUT, BARRIER, reset.generation(), 0);
        }
        actors[i] = further.isDone() ? actors[i].nextRound() : actors[i].on(further);
    }

    private void addStepsOfTheHome(List<BarrierWorld> all) {
        if (decision != null) {
            all.add(afterStepOf(decision));
            return;
        }
        if (isRung) {
            BarrierWorld next = copy();
            next.isRung = false;
            next.look();
            all.add(next);
        }
        for (int i = 0; i < PARTICIPANTS; i++) {
            if (unswept[i]) {
                BarrierWorld next = copy();
                next.unswept[i] = false;
                if (fault == Fault.FORGETS_THE_DEAD) {
                    next.words.set(LAYOUT.cell(i), CellWord.FREE);
                } else {
                    BarrierRepair.repair(next.words, LAYOUT, BARRIER, participant(i));
                }
                next.look();
                all.add(next);
            }
        }
    }

    private void look() {
        decision = VerdictDecision.about(BARRIER, Verdict.OF_A_BARRIER, LAYOUT);
    }

    private BarrierWorld afterStepOf(VerdictDecision now) {
        BarrierWorld next = copy();
        if (now.toWake(words) != 0) {
            next.bells[ModelWords.index(now.toWake(words))] = true;
        }
        VerdictDecision further = now.step(next.words);
        next.decision = further.isDone() ? null : further;
        return next;
    }

    /** Fails if a party sleeps for ever although its generation is over, broken, or lacks a party that is dead. */
    @Override
    public void requireGoodEnd() {
        long word = words.get(BARRIER);
        int asleep = 0;
        for (BarrierActor actor : actors) {
            boolean maySleep = actor.isAsleep()
                    && BarrierWord.isOpen(word)
                    && actor.way().generation() == BarrierWord.generation(word);
            require(actor.isOver() || maySleep, "a participant sleeps for ever");
            asleep += actor.isAsleep() ? 1 : 0;
        }
        require(!BarrierWord.isOpen(word) || BarrierWord.arrived(word) == asleep, "a dead party is waited for");
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
        key.append((char) flags).append((char) arrived).append((char) passed).append((char) broken);
        if (decision != null) {
            key.append('d').append((char) (decision.phase().ordinal() << 8 | decision.next()));
            ModelWords.addTo(key, decision.word());
            decision.toWake().stream().sorted().forEach(one -> key.append((char) (long) one));
        }
        return key.toString();
    }
}
