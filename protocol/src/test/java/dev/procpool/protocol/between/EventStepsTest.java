package dev.procpool.protocol.between;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * Runs the steps of an event in every order: one participant sets it and clears it at once, two wait for it; each may
 * die or give up before any of its steps, and the home may die as well.
 */
class EventStepsTest {

    /** The last one is a planted fault. */
    private enum Counting {
        AS_THE_PRODUCT,
        WITHOUT_THE_TIMES
    }

    private record Event(Counting counting) implements HintProtocol {

        @Override
        public HintPlace place(Layout layout) {
            return new HintPlace(wordAt(layout), layout.object(0), offer());
        }

        private Offer offer() {
            return counting == Counting.AS_THE_PRODUCT ? SharedEvent.OFFER : new Forgetful();
        }

        @Override
        public HintProtocol.Repairing repair(int participant, int objectAt) {
            return new Nothing();
        }

        @Override
        public void check(HintWorld world) {
            // No state but the last one is wrong.
        }

        @Override
        public void checkEnd(HintWorld world) {
            for (int i = 0; i < world.participants(); i++) {
                if (world.isAlive(i) && world.program(i) instanceof Waiter waiter && waiter.isAsleep()) {
                    world.require(
                            !EventWord.wasSetSince(world.mainWord(), waiter.way.argument()),
                            "a participant sleeps though the event was set");
                }
            }
        }
    }

    /** An offer that does not see a set that was cleared at once. */
    private record Forgetful() implements Offer {

        @Override
        public long read(Words words, int objectAt) {
            return words.get(objectAt);
        }

        @Override
        public boolean suits(long state, long argument) {
            return EventWord.isSet(state);
        }

        @Override
        public long most(long state) {
            return Long.MAX_VALUE;
        }
    }

    /** Events need no repair. */
    private record Nothing() implements HintProtocol.Repairing {

        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public void step(Words words, Words region) {
            throw new IllegalStateException();
        }

        @Override
        public HintProtocol.Repairing copy() {
            return this;
        }

        @Override
        public void addTo(StringBuilder key) {
            // One state.
        }
    }

    private static int wordAt(Layout layout) {
        return Layout.word(layout.object(0), SharedEvent.WAITERS);
    }

    /** Sets the event, tells those that wait, clears it; some times. */
    private record Setter(Stage stage, int rounds) implements HintProgram {

        enum Stage {
            SETS,
            LOOKS_FOR_WAITERS,
            RINGS,
            CLEARS,
            ENDED
        }

        @Override
        public boolean isOver() {
            return stage == Stage.ENDED;
        }

        @Override
        public boolean isAsleep() {
            return false;
        }

        @Override
        public Setter step(HintProgram.Surroundings around) {
            ModelWords words = around.words();
            int at = words.layout().object(0);
            return switch (stage) {
                case SETS -> {
                    SharedEvent.set(words, at);
                    yield new Setter(Stage.LOOKS_FOR_WAITERS, rounds);
                }
                case LOOKS_FOR_WAITERS ->
                    new Setter(HintWord.wake(words, wordAt(words.layout())) ? Stage.RINGS : Stage.CLEARS, rounds);
                case RINGS -> {
                    around.bell().run();
                    yield new Setter(Stage.CLEARS, rounds);
                }
                case CLEARS -> {
                    SharedEvent.clear(words, at);
                    yield new Setter(rounds > 1 ? Stage.SETS : Stage.ENDED, rounds - 1);
                }
                case ENDED -> throw new IllegalStateException();
            };
        }

        @Override
        public Setter givingUp() {
            throw new IllegalStateException();
        }

        @Override
        public Setter homeless() {
            throw new IllegalStateException();
        }

        @Override
        public void addTo(StringBuilder key) {
            key.append((char) (stage.ordinal() << 8 | rounds));
        }
    }

    /** Waits for the event once. */
    private record Waiter(Offer offer, HintWait way, boolean isOver) implements HintProgram {

        @Override
        public boolean isAsleep() {
            return !isOver && way != null && way.isAsleep();
        }

        @Override
        public Waiter step(HintProgram.Surroundings around) {
            ModelWords words = around.words();
            Layout layout = words.layout();
            if (way == null) {
                long word = words.get(layout.object(0));
                HintPlace place = new HintPlace(wordAt(layout), layout.object(0), offer);
                HintWait begun = HintWait.through(layout.cell(around.index()), place, EventWord.times(word));
                return EventWord.isSet(word) ? new Waiter(offer, null, true) : new Waiter(offer, begun, false);
            }
            HintWait next = way.step(words);
            return new Waiter(offer, next, next.isDone());
        }

        @Override
        public Waiter givingUp() {
            return new Waiter(offer, way.cancelled(), false);
        }

        @Override
        public Waiter homeless() {
            return new Waiter(offer, way, true);
        }

        @Override
        public void addTo(StringBuilder key) {
            key.append(isOver ? '+' : '-').append(way == null ? '-' : '+');
            if (way != null) {
                int outcome = way.outcome() == null ? 9 : way.outcome().ordinal();
                key.append((char) (way.phase().ordinal() << 8 | outcome)).append((char) way.ticket());
                ModelWords.addTo(key, way.argument());
            }
        }
    }

    private static int explore(Counting counting, int deaths, int rounds) {
        Event event = new Event(counting);
        Waiter waiter = new Waiter(event.offer(), null, false);
        return Explorer.explore(
                HintWorld.with(event, 0, deaths, new Setter(Setter.Stage.SETS, rounds), waiter, waiter));
    }

    @Test
    void inEveryOrderASetThatIsClearedAtOnceWakesAllThatWait() {
        int states = explore(Counting.AS_THE_PRODUCT, 1, 1);

        System.out.println("EventStepsTest: one sets, two wait, one death, " + states + " states");
        assertThat(states).isGreaterThan(10_000);
    }

    @Test
    void anEventThatDoesNotCountItsSetsFreezesAParticipant() {
        assertThatThrownBy(() -> explore(Counting.WITHOUT_THE_TIMES, 0, 1))
                .isInstanceOf(Explorer.Violation.class)
                .hasMessageContaining("sleeps though the event was set");
    }
}
