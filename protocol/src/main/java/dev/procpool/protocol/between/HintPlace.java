package dev.procpool.protocol.between;

/**
 * A place where threads wait for a hint. Immutable.
 *
 * @param wordAt the offset of the {@link HintWord}
 * @param objectAt the offset of the object
 * @param offer what the threads wait for
 */
record HintPlace(int wordAt, int objectAt, Offer offer) {

    /** Reads the state of the object. */
    long read(Words words) {
        return offer.read(words, objectAt);
    }
}
