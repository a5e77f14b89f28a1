package dev.procpool.bench.crossover;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** The texts of the report in one language, with numbers and units. Immutable. */
record Texts(ResourceBundle bundle) {

    private static final String NAME = "dev.procpool.bench.crossover.texts";
    private static final double THOUSAND = 1e3;
    private static final List<String> TIMES = List.of("ns", "us", "ms", "s");
    private static final List<String> SIZES = List.of("B", "KB", "MB");
    private static final int DIGITS = 3;
    private static final int FIRST_WIDE = 0x2e80;

    /** @param language {@code en} or {@code zh} */
    static Texts in(String language) {
        Locale locale = language.equals("zh") ? Locale.CHINESE : Locale.ROOT;
        return new Texts(ResourceBundle.getBundle(
                NAME, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
    }

    String get(String key) {
        return bundle.getString(key);
    }

    String get(String key, Object... values) {
        return bundle.getString(key).formatted(values);
    }

    /** A time with its unit, in three digits at most. */
    String time(double nanos) {
        return scaled(nanos, "time.", TIMES);
    }

    String size(double bytes) {
        return scaled(bytes, "size.", SIZES);
    }

    private String scaled(double value, String prefix, List<String> units) {
        double rest = value;
        int unit = 0;
        while (rest >= THOUSAND - 0.5 && unit < units.size() - 1) {
            rest /= THOUSAND;
            unit++;
        }
        return get(prefix + units.get(unit), number(rest));
    }

    /** The number in three digits, without zeros at its end: 1.5, 20, 2,080. */
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        int places = DIGITS - 1 - (int) Math.floor(Math.log10(value));
        double unit = Math.pow(10, -places);
        double rounded = Math.round(value / unit) * unit;
        String text = String.format(Locale.ROOT, "%,." + Math.max(0, places) + "f", rounded);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    /** A number of items, rounded up: half an item wins nothing. */
    static String items(double items) {
        return number(items < Math.pow(10, DIGITS) ? Math.ceil(items) : items);
    }

    /** The columns that a text takes on a terminal: a Chinese character takes two. */
    static int width(String text) {
        return text.codePoints().map(c -> c >= FIRST_WIDE ? 2 : 1).sum();
    }

    /** The text, filled up to a number of columns. */
    static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }
}
