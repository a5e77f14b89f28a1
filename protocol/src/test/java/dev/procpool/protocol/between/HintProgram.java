package dev.procpool.protocol.between;

/** A participant of a {@link HintWorld}, with one thread. Immutable. */
interface HintProgram {

    /** The words that a participant may touch, and its line to the home. */
    record Surroundings(ModelWords words, ModelWords region, int index, Runnable bell) {}

    boolean isOver();

    boolean isAsleep();

    /** Makes the next step; a thread that is asleep was woken. */
    HintProgram step(Surroundings around);

    /** The sleeping thread gives up. */
    HintProgram givingUp();

    /** The sleeping thread sees that the home is gone. */
    HintProgram homeless();

    void addTo(StringBuilder key);
}
