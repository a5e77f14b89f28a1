package dev.procpool.tasks;

import java.util.HexFormat;

/** Values as JSON, in one line. */
public final class JsonText {

    private static final char FIRST_PRINTABLE = 0x20;
    private static final char FIRST_CONTROL_BEYOND_ASCII = 0x80;
    private static final char AFTER_CONTROLS = 0xa0;
    private static final char FIRST_PUNCTUATION = 0x2000;
    private static final char AFTER_PUNCTUATION = 0x2100;
    private static final int MORE = 16;

    private JsonText() {}

    /**
     * A value as JSON: null, truth values, finite numbers and texts; arrays, but for {@code byte[]}, and collections as
     * arrays; maps and records as objects; {@code byte[]} as base64; an optional as its value. Anything else is the
     * text that {@code toString} gives, and so are NaN, infinite numbers and the keys of maps.
     *
     * @throws UnprintableResultException if the value contains itself, is nested too deeply, or is too long
     */
    public static String of(Object value) {
        return value instanceof String text ? quoted(text) : JsonTree.of(value);
    }

    /** A text with its quotes. A lone surrogate is escaped, as UTF-8 has no bytes for it. */
    public static String quoted(String text) {
        char before = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isPlain(c, before)) {
                return escaped(text, i);
            }
            before = c;
        }
        return '"' + text + '"';
    }

    /** Whether a character is written as it is. A surrogate is not, nor is the end of a script element. */
    private static boolean isPlain(char c, char before) {
        if (c < FIRST_CONTROL_BEYOND_ASCII) {
            return c >= FIRST_PRINTABLE && c != '"' && c != '\\' && !(c == '/' && before == '<');
        }
        return c >= AFTER_CONTROLS && (c < FIRST_PUNCTUATION || c >= AFTER_PUNCTUATION) && !Character.isSurrogate(c);
    }

    /** @param plain the number of characters that need no escape */
    private static String escaped(String text, int plain) {
        StringBuilder json = new StringBuilder(text.length() + MORE).append('"').append(text, 0, plain);
        for (int i = plain; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                json.append(c).append(text.charAt(++i));
            } else if (isPlain(c, i == 0 ? 0 : text.charAt(i - 1))) {
                json.append(c);
            } else {
                escape(c, json);
            }
        }
        return json.append('"').toString();
    }

    private static void escape(char c, StringBuilder json) {
        switch (c) {
            case '"', '\\', '/' -> json.append('\\').append(c);
            case '\b' -> json.append("\\b");
            case '\t' -> json.append("\\t");
            case '\n' -> json.append("\\n");
            case '\f' -> json.append("\\f");
            case '\r' -> json.append("\\r");
            default -> json.append("\\u").append(HexFormat.of().toHexDigits(c));
        }
    }
}
