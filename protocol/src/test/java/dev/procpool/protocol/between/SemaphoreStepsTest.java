package dev.procpool.protocol.between;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Runs the steps of a bounded semaphore, the ones that the product runs, in every order: participants that may die or
 * give up before any of their steps, and the home, which may die as well.
 */
class SemaphoreStepsTest {

    /** The last two are planted faults. */
    private enum Rule {
        AS_THE_PRODUCT,
        WITHOUT_THE_MISSING_OPERATION,
        WITHOUT_A_LOOK_AT_RUNG_WORDS
    }

    private record Semaphore(int permits, Rule rule) implements HintProtocol {

        @Override
        public HintPlace place(Layout layout) {
            return new HintPlace(SemaphoreUser.wordAt(layout), layout.object(0), SharedSemaphore.BOUNDED_OFFER);
        }

        @Override
        public HintProtocol.Repairing repair(int participant, int objectAt) {
            int slot = SemaphoreUser.slot(participant);
            return rule == Rule.WITHOUT_THE_MISSING_OPERATION
                    ? new Hasty(slot, objectAt, new AtomicBoolean())
                    : new Closing(new BookClosing(objectAt, slot));
        }

        @Override
        public boolean looksAtRungWords() {
            return rule != Rule.WITHOUT_A_LOOK_AT_RUNG_WORDS;
        }

        @Override
        public void check(HintWorld world) {
            int held = 0;
            for (int i = 0; i < world.participants(); i++) {
                held += world.isAlive(i) && ((SemaphoreUser) world.program(i)).holds() ? 1 : 0;
            }
            world.require(
                    held + PermitsWord.permits(world.mainWord()) <= permits, "there are more permits than there were");
        }

        @Override
        public void checkEnd(HintWorld world) {
            world.require(world.isHomeDead() || PermitsWord.permits(world.mainWord()) == permits, "a permit is lost");
            for (int i = 0; i < world.participants(); i++) {
                world.require(!world.isAlive(i) || world.program(i).isOver(), "a participant sleeps for ever");
            }
        }
    }

    private record Closing(BookClosing closing) implements HintProtocol.Repairing {

        @Override
        public boolean isDone() {
            return closing.isDone();
        }

        @Override
        public void step(Words words, Words region) {
            closing.step(words, region);
        }

        @Override
        public HintProtocol.Repairing copy() {
            return new Closing(closing.copy());
        }

        @Override
        public void addTo(StringBuilder key) {
            BookClosing.Phase phase = closing.phase();
            key.append((char) phase.ordinal());
            boolean hasWord = phase == BookClosing.Phase.READ_BOOK || phase == BookClosing.Phase.ENTER;
            ModelWords.addTo(key, hasWord || phase == BookClosing.Phase.EMPTY ? closing.word() : 0);
            ModelWords.addTo(key, hasWord || phase == BookClosing.Phase.DONE ? 0 : closing.book());
        }
    }

    /** A repair that trusts the book and enters no operation before. */
    private record Hasty(int slot, int at, AtomicBoolean done) implements HintProtocol.Repairing {

        @Override
        public boolean isDone() {
            return done.get();
        }

        @Override
        public void step(Words words, Words region) {
            long book = region.get(PermitsWord.book(slot));
            region.set(PermitsWord.book(slot), PermitsWord.emptied(book));
            words.set(at, PermitsWord.withMore(words.get(at), PermitsWord.held(book)));
            done.set(true);
        }

        @Override
        public HintProtocol.Repairing copy() {
            return new Hasty(slot, at, new AtomicBoolean(done.get()));
        }

        @Override
        public void addTo(StringBuilder key) {
            key.append(done);
        }
    }

    private static HintWorld beginning(int permits, Rule rule, int deaths, SemaphoreUser... users) {
        return HintWorld.with(new Semaphore(permits, rule), PermitsWord.initial(permits), deaths, users);
    }

    private static int explore(int permits, Rule rule, int deaths, SemaphoreUser... users) {
        return Explorer.explore(beginning(permits, rule, deaths, users));
    }

    @Test
    void threeParticipantsThatGiveUpOrAreInterruptedLeaveNobodyAsleep() {
        int states = explore(
                1,
                Rule.AS_THE_PRODUCT,
                0,
                SemaphoreUser.interrupted(SemaphoreUser.AtInterrupt.PASSES_HINT_ON),
                SemaphoreUser.with(1),
                SemaphoreUser.with(1));

        System.out.println("SemaphoreStepsTest: three participants, no death, " + states + " states");
        assertThat(states).isGreaterThan(100_000);
    }

    @Test
    void inEveryOrderDeathsLoseNoPermitAndLeaveNobodyAsleep() {
        int states = explore(1, Rule.AS_THE_PRODUCT, 3, SemaphoreUser.with(1), SemaphoreUser.with(1));

        System.out.println("SemaphoreStepsTest: two participants, three deaths, " + states + " states");
        assertThat(states).isGreaterThan(10_000);
    }

    @Test
    void aParticipantThatComesAgainMeetsNothingThatADeathHasLeft() {
        int states = explore(1, Rule.AS_THE_PRODUCT, 1, SemaphoreUser.with(2), SemaphoreUser.with(1));

        System.out.println("SemaphoreStepsTest: one participant twice and one death, " + states + " states");
        assertThat(states).isGreaterThan(100_000);
    }

    @Test
    void twoPermitsAreHeldByTwoParticipantsAtMost() {
        int states =
                explore(2, Rule.AS_THE_PRODUCT, 0, SemaphoreUser.with(1), SemaphoreUser.with(1), SemaphoreUser.with(1));

        System.out.println("SemaphoreStepsTest: two permits, three participants, " + states + " states");
        assertThat(states).isGreaterThan(50_000);
    }

    @Test
    void aRungWordThatADeadParticipantHasLeftHoldsUpNobody() {
        assertThat(Explorer.explore(afterADeathWithARungWord(Rule.AS_THE_PRODUCT)))
                .isGreaterThan(100);
    }

    private static HintWorld afterADeathWithARungWord(Rule rule) {
        return beginning(1, rule, 0, SemaphoreUser.with(1), SemaphoreUser.with(1), SemaphoreUser.with(1))
                .afterTheDeathOf(0, HintWord.rung(0));
    }

    @Test
    void aSweepThatIgnoresRungWordsFreezesAParticipant() {
        assertThatThrownBy(() -> Explorer.explore(afterADeathWithARungWord(Rule.WITHOUT_A_LOOK_AT_RUNG_WORDS)))
                .isInstanceOf(Explorer.Violation.class)
                .hasMessageContaining("sleeps for ever");
    }

    @Test
    void aRepairThatEntersNoMissingOperationLosesAPermit() {
        assertThatThrownBy(() ->
                        explore(1, Rule.WITHOUT_THE_MISSING_OPERATION, 1, SemaphoreUser.with(1), SemaphoreUser.with(1)))
                .isInstanceOf(Explorer.Violation.class)
                .hasMessageContaining("a permit is lost");
    }

    @Test
    void anInterruptedThreadThatKeepsItsHintFreezesAnotherOne() {
        assertThatThrownBy(() -> explore(
                        1,
                        Rule.AS_THE_PRODUCT,
                        0,
                        SemaphoreUser.interrupted(SemaphoreUser.AtInterrupt.KEEPS_HINT),
                        SemaphoreUser.with(1),
                        SemaphoreUser.with(1)))
                .isInstanceOf(Explorer.Violation.class)
                .hasMessageContaining("sleeps for ever");
    }
}
