package dev.procpool.tasks;

/** The text of an item is not what the task takes. */
public final class UnusableItemException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnusableItemException(String message, Throwable cause) {
        super(message, cause);
    }
}
