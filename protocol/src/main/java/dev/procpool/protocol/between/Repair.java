package dev.procpool.protocol.between;

/**
 * The home's repair of an object after a death, beyond what the {@link Rule rules} of its words do. Stateless.
 * Called under the home's lock. Threads that wait for the object need no notice: every word for which a cell waits is
 * decided afterwards.
 */
interface Repair {

    /** The repair of a kind whose words need none. */
    Repair NONE = (dead, object, words) -> {};

    /** Repairs an object after the death of a participant, which changes no word any more. */
    void afterTheDeathOf(Dead dead, HomeObject object, Words words);
}
