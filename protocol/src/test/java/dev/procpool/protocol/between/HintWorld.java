package dev.procpool.protocol.between;

import static dev.procpool.protocol.between.ModelWords.participant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A state of a model of threads that wait for hints: the words of one object, some participants, and the home with what
 * it has not read yet. The protocol says what the participants do and what must hold. Every method that returns a world
 * leaves this one as it is.
 */
final class HintWorld implements Explorer.Model {

    private static final long ARRIVALS = 0xffffffL << 40;

    private final HintProtocol protocol;
    private final HintPlace place;
    private ModelWords words;
    private ModelWords region;
    private HintProgram[] programs;
    private boolean[] dead;
    private boolean[] bells;
    private boolean[] unswept;
    private boolean isRung;
    private boolean homeIsDead;
    private HintDecision decision; // null while the home decides nothing
    private HintProtocol.Repairing repairing; // null while the home repairs nothing
    private int repaired; // the participant whose death is repaired
    private int deaths;

    private HintWorld(HintProtocol protocol, HintPlace place) {
        this.protocol = protocol;
        this.place = place;
    }

    /**
     * The beginning.
     *
     * @param word the object's main word
     * @param deaths the most deaths, that of the home among them
     */
    static HintWorld with(HintProtocol protocol, long word, int deaths, HintProgram... programs) {
        int count = programs.length;
        ModelWords words = ModelWords.of(count, 1);
        HintWorld world = new HintWorld(protocol, protocol.place(words.layout()));
        words.set(world.place.objectAt(), word);
        for (int i = 0; i < count; i++) {
            words.set(Layout.wordOf(words.layout().cell(i)), world.place.wordAt()); // never changes here
        }
        world.words = words;
        world.region = ModelWords.region(count + 1);
        world.programs = programs.clone();
        world.dead = new boolean[count];
        world.bells = new boolean[count];
        world.unswept = new boolean[count];
        world.deaths = deaths;
        return world;
    }

    /** The same with a participant that has died and was not swept, and a word that it has changed. */
    HintWorld afterTheDeathOf(int index, long hintWord) {
        HintWorld next = copy();
        next.words.set(place.wordAt(), hintWord);
        next.dead[index] = true;
        next.unswept[index] = true;
        return next;
    }

    private HintWorld copy() {
        HintWorld copy = new HintWorld(protocol, place);
        copy.words = words.copy();
        copy.region = region.copy();
        copy.programs = programs.clone();
        copy.dead = dead.clone();
        copy.bells = bells.clone();
        copy.unswept = unswept.clone();
        copy.isRung = isRung;
        copy.homeIsDead = homeIsDead;
        copy.decision = decision;
        copy.repairing = repairing == null ? null : repairing.copy();
        copy.repaired = repaired;
        copy.deaths = deaths;
        return copy;
    }

    // ---- what a protocol checks

    long mainWord() {
        return words.get(place.objectAt());
    }

    int participants() {
        return programs.length;
    }

    HintProgram program(int index) {
        return programs[index];
    }

    boolean isAlive(int index) {
        return !dead[index];
    }

    boolean isHomeDead() {
        return homeIsDead;
    }

    void require(boolean condition, String violation) {
        if (!condition) {
            throw new Explorer.Violation(violation + ": " + this);
        }
    }

    // ---- steps

    @Override
    public Explorer.Following following() {
        protocol.check(this);
        List<HintWorld> all = new ArrayList<>();
        for (int i = 0; i < programs.length; i++) {
            if (isActive(i) && (!programs[i].isAsleep() || bells[i] || homeIsDead)) {
                all.add(afterStepOf(i));
            }
        }
        if (!homeIsDead) {
            addStepsOfTheHome(all);
        }
        int forced = all.size();
        for (int i = 0; i < programs.length; i++) {
            if (isActive(i) && programs[i].isAsleep() && !homeIsDead) {
                HintWorld next = copy();
                next.programs[i] = programs[i].givingUp();
                all.add(next);
            }
            if (isActive(i) && deaths > 0) {
                HintWorld next = copy();
                next.deaths--;
                next.dead[i] = true;
                next.unswept[i] = true;
                all.add(next);
            }
        }
        if (!homeIsDead && deaths > 0) {
            HintWorld next = copy();
            next.deaths--;
            next.homeIsDead = true;
            next.decision = null;
            next.repairing = null;
            all.add(next);
        }
        return new Explorer.Following(all, forced);
    }

    private boolean isActive(int i) {
        return !dead[i] && !programs[i].isOver();
    }

    private HintWorld afterStepOf(int i) {
        HintWorld next = copy();
        boolean wasAsleep = programs[i].isAsleep();
        if (wasAsleep && homeIsDead) {
            next.programs[i] = programs[i].homeless();
            return next;
        }
        if (wasAsleep) {
            next.bells[i] = false;
        }
        next.programs[i] =
                programs[i].step(new HintProgram.Surroundings(next.words, next.region, i, () -> next.isRung = true));
        return next;
    }

    private void addStepsOfTheHome(List<HintWorld> all) {
        if (decision != null) {
            HintWorld next = copy();
            long toWake = decision.toWake(words);
            if (toWake != 0) {
                next.bells[ModelWords.index(toWake)] = true;
            }
            HintDecision further = decision.step(next.words);
            next.decision = further.isDone() ? null : further;
            all.add(next);
            return;
        }
        if (repairing != null) {
            all.add(afterStepOfTheRepair());
            return;
        }
        if (isRung) {
            HintWorld next = copy();
            next.isRung = false;
            next.decision = HintDecision.about(place, words.layout());
            all.add(next);
        }
        for (int i = 0; i < programs.length; i++) {
            if (unswept[i]) {
                HintWorld next = copy();
                next.unswept[i] = false;
                next.repaired = i;
                next.repairing = protocol.repair(i, place.objectAt());
                all.add(next);
            }
        }
    }

    private HintWorld afterStepOfTheRepair() {
        HintWorld next = copy();
        if (!repairing.isDone()) {
            next.repairing.step(next.words, next.region);
            return next;
        }
        next.repairing = null;
        boolean isOpen = protocol.looksAtRungWords()
                && new HintRule(place.offer()).isOpenAfterTheDeathOf(participant(repaired), place.wordAt(), words);
        next.words.set(words.layout().cell(repaired), CellWord.FREE);
        if (isOpen || Sweep.withWaitingCells(next.words, words.layout()).contains((long) place.wordAt())) {
            next.decision = HintDecision.about(place, words.layout());
        }
        return next;
    }

    @Override
    public void requireGoodEnd() {
        protocol.checkEnd(this);
    }

    @Override
    public String key() {
        StringBuilder key = new StringBuilder(64);
        wordsThatMatter().addTo(key);
        region.addTo(key);
        int flags = deaths << 2 | (isRung ? 2 : 0) | (homeIsDead ? 1 : 0);
        for (int i = 0; i < programs.length; i++) {
            programs[i].addTo(key);
            flags = flags << 3 | (dead[i] ? 4 : 0) | (bells[i] ? 2 : 0) | (unswept[i] ? 1 : 0);
        }
        ModelWords.addTo(key, flags);
        if (decision != null) {
            addTo(key.append('d'), decision);
        }
        if (repairing != null) {
            key.append('r').append(repaired);
            repairing.addTo(key);
        }
        return key.toString();
    }

    /** The words without the arrivals, unless the home compares them: they are never looked at otherwise. */
    private ModelWords wordsThatMatter() {
        boolean isCompared = decision != null
                && decision.phase() != HintDecision.Phase.ARM
                && decision.phase() != HintDecision.Phase.WAKE;
        if (isCompared) {
            return words;
        }
        ModelWords others = words.copy();
        others.set(place.wordAt(), words.get(place.wordAt()) & ~ARRIVALS);
        return others;
    }

    /** Adds a decision to the key, without the values that it never uses any more. */
    private static void addTo(StringBuilder key, HintDecision decision) {
        HintDecision.Phase phase = decision.phase();
        boolean isWoken = phase == HintDecision.Phase.WAKE;
        key.append((char) phase.ordinal());
        decision.participants().forEach(one -> key.append((char) (long) one));
        key.append('.');
        if (phase == HintDecision.Phase.ARM || isWoken) {
            return;
        }
        key.append((char) (decision.next() << 1 | (decision.isLeft() ? 1 : 0)));
        ModelWords.addTo(key, decision.word());
        ModelWords.addTo(key, decision.state());
        ModelWords.addTo(key, decision.given());
        decision.found().forEach(one -> {
            key.append('f').append((char) one.cell());
            ModelWords.addTo(key, one.word());
        });
    }

    @Override
    public String toString() {
        return words + ", region " + region + ", " + Arrays.toString(programs) + ", dead " + Arrays.toString(dead)
                + ", home " + decision;
    }
}
