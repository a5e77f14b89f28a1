package dev.procpool.protocol.between;

/** An object of a {@link HintWorld}. */
interface HintProtocol {

    /** The home's repair of the object after a death, as a machine. Mutable. */
    interface Repairing {

        boolean isDone();

        void step(Words words, Words region);

        Repairing copy();

        void addTo(StringBuilder key);
    }

    /** Where the threads wait. */
    HintPlace place(Layout layout);

    /** The repair after a participant's death. */
    Repairing repair(int participant, int objectAt);

    /** Fails if the state is wrong. */
    void check(HintWorld world);

    /** Fails if a state without a further step is wrong. */
    void checkEnd(HintWorld world);

    /** Whether the home looks at a word that counts as rung after a death: false is a planted fault. */
    default boolean looksAtRungWords() {
        return true;
    }
}
