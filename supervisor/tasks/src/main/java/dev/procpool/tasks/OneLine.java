package dev.procpool.tasks;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Foreign text in a message of one line: line ends and control characters are written as in Java. */
public final class OneLine {

    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    private static final int SHOWN = 100;
    private static final int SHOWN_OF_BEGINNING = 30;

    private OneLine() {}

    /** The whole text. */
    public static String of(String text) {
        return UNSEEN.matcher(text).replaceAll(match -> switch (match.group()) {
            case "\n" -> "\\\\n";
            case "\r" -> "\\\\r";
            case "\t" -> "\\\\t";
            default ->
                match.group()
                        .chars()
                        .mapToObj(c -> String.format("\\\\u%04x", c))
                        .collect(Collectors.joining());
        });
    }

    /** The text without its middle, if it is long. */
    public static String briefly(String text) {
        if (text.codePointCount(0, text.length()) <= SHOWN) {
            return of(text);
        }
        int beginning = text.offsetByCodePoints(0, SHOWN_OF_BEGINNING);
        int end = text.offsetByCodePoints(text.length(), SHOWN_OF_BEGINNING - SHOWN);
        return of(text.substring(0, beginning)) + "…" + of(text.substring(end));
    }
}
