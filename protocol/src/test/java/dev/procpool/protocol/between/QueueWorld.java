package dev.procpool.protocol.between;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A state of the model of a queue of one item: its words, participants that put and get, and the home with what it has
 * not read yet. Every method that returns a world leaves this one as it is.
 */
final class QueueWorld implements Explorer.Model {

    private static final int MOST_PARTICIPANTS = 4;
    static final Layout LAYOUT = new Layout(MOST_PARTICIPANTS, 1, 1);

    private static final int AT = LAYOUT.object(0);
    private static final int REGION = 1 << 20;

    static final HintPlace GETTERS = new HintPlace(Layout.word(AT, QueueMemory.GETTERS), AT, QueueOffers.ITEMS);
    static final HintPlace PUTTERS = new HintPlace(Layout.word(AT, QueueMemory.PUTTERS), AT, QueueOffers.ROOM);

    /** The lines to the home. */
    interface Bells {
        void ringForGetters();

        void ringForPutters();
    }

    /** The ways of the home to treat a death; the last one is a planted fault. */
    enum AfterDeath {
        AS_THE_PRODUCT,
        NO_REPAIR
    }

    private final QueueShape shape;
    private final AfterDeath rule;
    private MapMemory words = MapMemory.empty();
    private QueueUser[] users;
    private boolean[] bells;
    private boolean[] unswept;
    private boolean isRungForGetters;
    private boolean isRungForPutters;
    private int deaths;

    private QueueWorld(QueueShape shape, AfterDeath rule) {
        this.shape = shape;
        this.rule = rule;
    }

    static QueueWorld with(AfterDeath rule, boolean redelivers, int deaths, QueueUser... users) {
        QueueWorld world = new QueueWorld(new QueueShape(1, QueueShape.MIN_RING, redelivers, false), rule);
        long[] words = world.shape.words();
        for (int i = 0; i < words.length; i++) {
            world.words.set(Layout.word(AT, i), words[i]);
        }
        for (int i = 0; i < users.length; i++) {
            world.words.set(LAYOUT.owner(i), ModelWords.participant(i));
        }
        world.words.set(Layout.CLAIMED_BLOCKS, users.length);
        world.users = users;
        world.bells = new boolean[users.length];
        world.unswept = new boolean[users.length];
        world.deaths = deaths;
        return world;
    }

    private QueueWorld copy() {
        QueueWorld copy = new QueueWorld(shape, rule);
        copy.words = words.copy();
        copy.users = users.clone();
        copy.bells = bells.clone();
        copy.unswept = unswept.clone();
        copy.isRungForGetters = isRungForGetters;
        copy.isRungForPutters = isRungForPutters;
        copy.deaths = deaths;
        return copy;
    }

    private QueueMemory memory() {
        return new QueueMemory(words, AT, words.from(REGION), shape);
    }

    @Override
    public Explorer.Following following() {
        List<QueueWorld> all = new ArrayList<>();
        for (int i = 0; i < users.length; i++) {
            if (!users[i].isOver() && (!users[i].isAsleep() || bells[i]) && !isShutOut(i)) {
                all.add(afterStepOf(i));
            }
        }
        addStepsOfTheHome(all);
        int forced = all.size();
        for (int i = 0; i < users.length; i++) {
            if (users[i].isAsleep()) {
                QueueWorld next = copy();
                next.users[i] = users[i].givingUp();
                all.add(next);
            }
            if (!users[i].isOver() && deaths > 0) {
                addDeaths(all, i);
            }
        }
        return new Explorer.Following(all, forced);
    }

    private void addDeaths(List<QueueWorld> all, int i) {
        QueueWorld next = copy();
        next.bury(i, users[i].at(QueueUser.Stage.DEAD));
        all.add(next);
        if (users[i].stage() == QueueUser.Stage.ENTERS && !isShutOut(i)) {
            for (boolean isChanged : new boolean[] {false, true}) {
                QueueWorld inside = copy();
                inside.bury(i, users[i].dieInTheLatch(inside.memory(), isChanged));
                all.add(inside);
            }
        }
    }

    private void bury(int i, QueueUser dead) {
        deaths--;
        users[i] = dead;
        unswept[i] = true;
    }

    /** Whether the participant waits for the latch, which has a holder. */
    private boolean isShutOut(int i) {
        return users[i].stage() == QueueUser.Stage.ENTERS && !LockWord.isFree(words.get(AT));
    }

    private QueueWorld afterStepOf(int i) {
        QueueWorld next = copy();
        if (users[i].isAsleep()) {
            next.bells[i] = false;
        }
        next.users[i] = users[i].step(next.memory(), next.new Line());
        return next;
    }

    private final class Line implements Bells {

        @Override
        public void ringForGetters() {
            isRungForGetters = true;
        }

        @Override
        public void ringForPutters() {
            isRungForPutters = true;
        }
    }

    private void addStepsOfTheHome(List<QueueWorld> all) {
        if (isRungForGetters) {
            QueueWorld next = copy();
            next.isRungForGetters = false;
            next.decide(GETTERS);
            all.add(next);
        }
        if (isRungForPutters) {
            QueueWorld next = copy();
            next.isRungForPutters = false;
            next.decide(PUTTERS);
            all.add(next);
        }
        for (int i = 0; i < users.length; i++) {
            if (unswept[i]) {
                all.add(afterSweepOf(i));
            }
        }
    }

    /** The home decides in one step: the steps of a decision have a test of their own. */
    private void decide(HintPlace place) {
        HintDecision decision = HintDecision.about(place, LAYOUT);
        while (!decision.isDone()) {
            long toWake = decision.toWake(words);
            if (toWake != 0) {
                bells[ModelWords.index(toWake)] = true;
            }
            decision = decision.step(words);
        }
    }

    /** The home looks at the words that are rung, and those for which a cell waits. */
    private QueueWorld afterSweepOf(int i) {
        QueueWorld next = copy();
        next.unswept[i] = false;
        if (rule == AfterDeath.AS_THE_PRODUCT) {
            QueueRepair.ask(next.words, AT, next.words.from(REGION), ModelWords.participant(i));
        }
        if (LockWord.owner(words.get(AT)) == ModelWords.participant(i)) {
            next.words.set(AT, LockWord.FREE);
        }
        next.words.set(LAYOUT.cell(i), CellWord.FREE);
        next.isRungForGetters |= isOpen(GETTERS);
        next.isRungForPutters |= isOpen(PUTTERS);
        return next;
    }

    private boolean isOpen(HintPlace place) {
        return HintWord.isRung(words.get(place.wordAt()))
                || Sweep.withWaitingCells(words, LAYOUT).contains((long) place.wordAt());
    }

    /** Fails if a participant sleeps for ever although there is what it waits for. */
    @Override
    public void requireGoodEnd() {
        for (QueueUser user : users) {
            if (!user.isOver() && (!user.isAsleep() || user.mayTry(words) || hasWork(user))) {
                throw new Explorer.Violation("a participant sleeps for ever: " + this);
            }
        }
    }

    /** Whether there is an item after a repair that nobody makes. */
    private boolean hasWork(QueueUser user) {
        QueueWorld repaired = copy();
        for (QueueUser other : users) {
            if (other.stage() == QueueUser.Stage.DEAD) {
                QueueSlots.markDead(repaired.words.from(REGION), ModelWords.participant(other.index()));
            }
        }
        QueueRepair.run(repaired.memory());
        return user.mayTry(repaired.words);
    }

    @Override
    public String key() {
        StringBuilder key = new StringBuilder(256);
        words.addTo(key);
        for (int i = 0; i < users.length; i++) {
            users[i].addTo(key);
            key.append(bells[i]).append(unswept[i]);
        }
        key.append(isRungForGetters).append(isRungForPutters).append(deaths);
        return key.toString();
    }

    @Override
    public String toString() {
        StringBuilder key = new StringBuilder();
        words.addTo(key);
        return key + Arrays.toString(users);
    }
}
