package dev.procpool.protocol.between;

/**
 * An offer for the threads that wait in a {@link HintWord}: it tells from the words of the object which of them may
 * try. Stateless; one for each kind and word. The home asks it to find the threads to wake, a thread to find out
 * whether it has to sleep.
 */
interface Offer {

    /** Reads the state of an object. */
    long read(Words words, int objectAt);

    /** Whether a thread that waits with an argument may try, at a state that was read. */
    boolean suits(long state, long argument);

    /** The most threads that may try, at a state that was read. */
    long most(long state);
}
