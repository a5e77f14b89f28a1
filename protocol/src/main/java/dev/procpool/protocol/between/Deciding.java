package dev.procpool.protocol.between;

/**
 * A decision of the home about a word in which threads wait, as a machine: each {@link #step} makes one access to the
 * words that other processes change. Immutable. A test runs the same steps in all orders; {@link Decisions#run} runs
 * them in the home.
 */
interface Deciding {

    boolean isDone();

    /** The participant that has to be woken before the next step, or 0. */
    long toWake(Words words);

    /** Whether the next step has time until other processes have changed something. */
    boolean isWaiting();

    /** The same without a wait. */
    Deciding impatient();

    /** The next state. */
    Deciding step(Words words);
}
