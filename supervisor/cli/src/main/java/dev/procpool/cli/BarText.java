package dev.procpool.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * Draws a progress bar as one line: percent, the bar, items, rate, time left, failures. The bar takes the columns that
 * are left; where there are too few, first the bar is left out, then the numbers of items, then the rate. Immutable.
 */
final class BarText {

    private static final String PARTS = "▏▎▍▌▋▊▉";
    private static final int FEWEST_BAR_COLUMNS = 8;
    private static final int PERCENT = 100;
    private static final double LOW = 0.1;
    private static final double PER_MINUTE = 60;
    private static final double PER_HOUR = 3600;
    private static final double THOUSAND = 1000;
    private static final String GREEN = "\033[32m";
    private static final String RED = "\033[31m";
    private static final String PLAIN = "\033[39m";

    private final BarStyle style;

    BarText(BarStyle style) {
        this.style = style;
    }

    /**
     * A line.
     *
     * @param text the characters, colours included
     * @param width the columns that it takes
     */
    record Line(String text, int width) {}

    /** The line of a state; it leaves the last column free, in which some terminals would begin a new line. */
    Line of(ProgressState state) {
        int most = Math.max(1, style.columns() - 1);
        String percent = percent(state);
        List<String> words = words(state);
        String failures = state.failed() == 0 ? "" : state.failed() + " failed";
        while (words.size() > 1 && joined(percent, words, failures).length() > most) {
            words.remove(0);
        }
        String text = joined(percent, words, failures);
        if (text.length() > most) {
            return new Line(text.substring(0, most), most);
        }
        String bar = percent.isEmpty() ? "" : bar(state.part(), most - text.length() - 1);
        String head = bar.isEmpty() ? percent : percent + " " + coloured(GREEN, bar);
        int width = text.length() + (bar.isEmpty() ? 0 : 1 + bar.length());
        return new Line(joined(head, words, coloured(RED, failures)), width);
    }

    private static String joined(String head, List<String> words, String failures) {
        StringJoiner joined = new StringJoiner("  ");
        if (!head.isEmpty()) {
            joined.add(head);
        }
        words.forEach(joined::add);
        if (!failures.isEmpty()) {
            joined.add(failures);
        }
        return joined.toString();
    }

    private String coloured(String colour, String text) {
        return style.hasColour() && !text.isEmpty() ? colour + text + PLAIN : text;
    }

    private static String percent(ProgressState state) {
        return state.total().isEmpty() ? "" : percent((int) (PERCENT * state.part()));
    }

    private static String percent(int number) {
        return (number < 10 ? "  " : number < PERCENT ? " " : "") + number + "%";
    }

    /** In the order in which they are left out. */
    private static List<String> words(ProgressState state) {
        List<String> words = new ArrayList<>();
        words.add(state.done() + "/"
                + (state.total().isEmpty() ? "?" : "" + state.total().getAsLong()));
        if (state.perSecond().isPresent()) {
            words.add(rate(state.perSecond().getAsDouble()));
        }
        OptionalLong left = state.secondsLeft();
        words.add("eta " + (left.isEmpty() ? "?" : ProgressState.clock(left.getAsLong())));
        return words;
    }

    /** A number of items in a time, with about three digits. */
    static String rate(double perSecond) {
        if (perSecond >= LOW) {
            return number(perSecond) + "/s";
        }
        return perSecond * PER_MINUTE >= 1
                ? number(perSecond * PER_MINUTE) + "/min"
                : number(perSecond * PER_HOUR) + "/h";
    }

    private static String number(double value) {
        if (value >= THOUSAND * THOUSAND) {
            return number(value / THOUSAND / THOUSAND) + "M";
        }
        if (value >= 10 * THOUSAND) {
            return number(value / THOUSAND) + "k";
        }
        return value < PERCENT ? Math.round(value * 10) / 10.0 + "" : Math.round(value) + "";
    }

    private String bar(double part, int columns) {
        if (columns < FEWEST_BAR_COLUMNS) {
            return "";
        }
        int inside = columns - 2;
        return style.hasBlocks() ? "▕" + blocks(part, inside) + "▏" : "[" + hashes(part, inside) + "]";
    }

    private static String blocks(double part, int columns) {
        int steps = PARTS.length() + 1;
        int eighths = (int) (part * columns * steps);
        int full = eighths / steps;
        int rest = eighths % steps;
        String end = rest == 0 ? "" : PARTS.substring(rest - 1, rest);
        return "█".repeat(full) + end + " ".repeat(columns - full - end.length());
    }

    private static String hashes(double part, int columns) {
        int full = (int) (part * columns);
        return "#".repeat(full) + " ".repeat(columns - full);
    }
}
