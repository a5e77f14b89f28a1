package dev.procpool.cli;

/** A condition of the machine that has to hold when an item is started. Each question looks anew. */
interface Admission {

    /** Whether an item may be started now. */
    boolean allows();

    /** The reason why none may be started, for a message. */
    String reason();
}
