package dev.procpool.cli;

import java.util.function.IntConsumer;

/** The signals that end a command. */
interface Signals {

    /**
     * Handles a signal from now on, instead of the JVM, which would exit. Where that is not possible the JVM goes on
     * to exit.
     *
     * @param name without SIG, such as {@code INT}
     * @param handler called with the number of the signal, on a thread of its own for each
     */
    void handle(String name, IntConsumer handler);
}
