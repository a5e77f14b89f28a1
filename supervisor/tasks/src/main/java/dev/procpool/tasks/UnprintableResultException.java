package dev.procpool.tasks;

/** A result that cannot be written as JSON. */
public final class UnprintableResultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param why the rest of a sentence about the result */
    UnprintableResultException(String why) {
        super("the result cannot be written as JSON: " + why);
    }
}
