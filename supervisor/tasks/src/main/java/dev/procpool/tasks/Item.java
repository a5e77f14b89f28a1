package dev.procpool.tasks;

/**
 * An item of the command line. Immutable.
 *
 * @param text its text
 * @param problem the reason why it cannot be used; null if it can
 */
public record Item(String text, String problem) {

    /** The text for a message: in one line, and without its middle if it is long. */
    public String shown() {
        return OneLine.briefly(text);
    }
}
