package dev.procpool.cli.task;

/**
 * An item of the command line. Immutable.
 *
 * @param text its text
 * @param problem why it cannot be used; null if it can
 */
public record Item(String text, String problem) {

    private static final int SHOWN = 100;
    private static final int SHOWN_OF_BEGINNING = 30;

    /** The text for a message: in one line, and without its middle if it is long. */
    public String shown() {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= SHOWN
                ? line
                : line.substring(0, SHOWN_OF_BEGINNING) + "…"
                        + line.substring(line.length() - (SHOWN - SHOWN_OF_BEGINNING));
    }
}
