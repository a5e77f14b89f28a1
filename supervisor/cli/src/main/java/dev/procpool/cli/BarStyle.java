package dev.procpool.cli;

import java.nio.charset.StandardCharsets;

/**
 * The looks of a progress bar. Immutable.
 *
 * @param columns the width of the terminal
 * @param hasBlocks whether the terminal shows more characters than ASCII
 * @param hasColour whether colours are wanted
 */
record BarStyle(int columns, boolean hasBlocks, boolean hasColour) {

    /** The width that the launcher has found. */
    private static final String COLUMNS = "procpool.columns";

    /** Set by the launcher where it has changed the character set of the locale. */
    private static final String ASCII = "procpool.ascii";

    private static final int DEFAULT_COLUMNS = 80;
    private static final int MOST_COLUMNS = 1000;

    /** The looks that fit a terminal, as its launcher and its environment describe it. */
    static BarStyle of(Terminal terminal) {
        int given = Integer.getInteger(COLUMNS, 0);
        int columns = given > 0 ? Math.min(given, MOST_COLUMNS) : DEFAULT_COLUMNS;
        boolean isUtf8 = !Boolean.getBoolean(ASCII)
                && StandardCharsets.UTF_8.name().equals(System.getProperty("native.encoding"));
        return new BarStyle(columns, isUtf8 && !isDumb(), terminal.hasColour() && !isDumb());
    }

    /** Whether the terminal can only append. */
    static boolean isDumb() {
        return "dumb".equals(System.getenv("TERM"));
    }
}
