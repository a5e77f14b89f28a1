package dev.procpool.protocol.between;

/** The home's part in a word in which threads wait. Stateless. Called under the home's lock. */
interface Rule {

    /** Decides which of the waiting threads go on. */
    void decide(int wordAt, HomeObject object, Decisions home);

    /**
     * Repairs the word after the death of a participant, which changes no word any more.
     *
     * @return whether the home has to decide about the word even if no cell waits there
     */
    boolean isOpenAfterTheDeathOf(long participant, int wordAt, Words words);

    /** Marks the word, so that no thread waits there any more. The home decides about it afterwards. */
    void end(int wordAt, Words words);
}
