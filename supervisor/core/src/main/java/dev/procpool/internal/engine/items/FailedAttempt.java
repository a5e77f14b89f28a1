package dev.procpool.internal.engine.items;

/** Stands for an exception of a task that was not decoded, because the item was run again. */
final class FailedAttempt extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FailedAttempt() {
        super("the item failed in its worker", null, false, false);
    }
}
