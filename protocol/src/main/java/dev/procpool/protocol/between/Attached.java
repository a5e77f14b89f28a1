package dev.procpool.protocol.between;

/**
 * An object with the line to its home and the words that it consists of. Immutable.
 *
 * @param participant this process in the home
 * @param words the words of the home's page
 * @param at the offset of the object
 * @param region the object's own memory, or null
 */
record Attached(Participant participant, Region words, int at, Region region, ObjectName name) {

    /** The offset of a word of the object. */
    int word(int word) {
        return Layout.word(at, word);
    }

    /** @throws HomeLostException if the home is gone or has closed the object */
    void requireOpen() {
        participant.requireLine();
        if (words.get(word(Layout.SERIAL)) != name.serial()) {
            throw closed();
        }
    }

    HomeLostException closed() {
        return SharedObject.closed(participant.home(), name);
    }

    /** Tells the threads that wait in a {@link HintWord} of the object that the object's state has changed. */
    void wake(int word) {
        int wordAt = word(word);
        if (HintWord.wake(words, wordAt)) {
            participant.ring(wordAt);
        }
    }
}
