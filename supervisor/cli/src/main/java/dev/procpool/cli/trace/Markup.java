package dev.procpool.cli.trace;

import java.util.HexFormat;
import java.util.Locale;

/** Text that is valid in HTML and in XML alike. Not thread-safe. */
final class Markup {

    private static final int FIRST_PRINTABLE = 0x20;
    private static final int FIRST_FORBIDDEN = 0xfffe;

    private final StringBuilder text = new StringBuilder();

    /** Appends markup as it is. */
    Markup raw(String markup) {
        text.append(markup);
        return this;
    }

    /** Appends foreign text: nothing in it is taken for markup. */
    Markup text(String foreign) {
        foreign.codePoints().forEach(this::add);
        return this;
    }

    private void add(int c) {
        switch (c) {
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '&' -> text.append("&amp;");
            case '"' -> text.append("&quot;");
            case '\n' -> text.append('\n');
            default -> addPlain(c);
        }
    }

    private void addPlain(int c) {
        boolean isSurrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        boolean isControl = c < FIRST_PRINTABLE || Character.getType(c) == Character.CONTROL;
        if (isSurrogate || isControl || (c & 0xffff) >= FIRST_FORBIDDEN) {
            text.append("\\u").append(HexFormat.of().toHexDigits((char) c));
        } else {
            text.appendCodePoint(c);
        }
    }

    /** Appends an attribute that is a number of pixels. */
    Markup at(String name, double pixels) {
        text.append(' ').append(name).append("=\"").append(pixels(pixels)).append('"');
        return this;
    }

    private static String pixels(double pixels) {
        return pixels == Math.rint(pixels) ? Long.toString((long) pixels) : String.format(Locale.ROOT, "%.2f", pixels);
    }

    /** The text that was appended since the last call. */
    String take() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }
}
