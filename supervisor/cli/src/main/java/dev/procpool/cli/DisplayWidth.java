package dev.procpool.cli;

import java.util.regex.Pattern;

/** The columns that a text takes on a terminal: two for a Chinese, Japanese or Korean character. */
final class DisplayWidth {

    /** Characters of two columns: scripts, their punctuation, and the full-width forms of other characters. */
    private static final Pattern WIDE = Pattern.compile(
            "[\\u1100-\\u115f\\u2e80-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uff60]");

    private DisplayWidth() {}

    static int of(String text) {
        return text.length() + (int) WIDE.matcher(text).results().count();
    }

    /** The beginning of a text, as far as it fits. */
    static String cut(String text, int columns) {
        int end = Math.min(text.length(), columns);
        while (of(text.substring(0, end)) > columns) {
            end--;
        }
        return text.substring(0, end);
    }

    /** A text with spaces after it. */
    static String padRight(String text, int columns) {
        return text + spaces(text, columns);
    }

    /** A text with spaces before it. */
    static String padLeft(String text, int columns) {
        return spaces(text, columns) + text;
    }

    private static String spaces(String text, int columns) {
        return " ".repeat(Math.max(0, columns - of(text)));
    }
}
