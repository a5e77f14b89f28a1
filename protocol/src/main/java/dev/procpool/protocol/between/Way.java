package dev.procpool.protocol.between;

/**
 * One thread's way through a cell, as a machine: each step makes one access to the words that other processes see.
 * Immutable. A test runs the same steps in all orders; {@link Waiting#sleep} runs them on a thread.
 */
interface Way {

    /** Whether the thread sleeps until it is woken or gives up. */
    boolean isAsleep();

    /** Whether the outcome is final. */
    boolean isDone();

    /** The sleeping thread gives up. */
    Way cancelled();

    /** The next state. */
    Way step(Words words);

    /** Null until it is known. */
    Outcome outcome();
}
