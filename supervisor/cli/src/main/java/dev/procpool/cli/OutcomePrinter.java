package dev.procpool.cli;

import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineText;
import dev.procpool.tasks.JsonText;
import dev.procpool.tasks.ResultForm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Prints outcomes to standard output: one line for each, UTF-8 whatever the locale. Lines are collected until {@link
 * #flush}. Not thread-safe.
 */
final class OutcomePrinter {

    /** The form of an outcome. */
    enum Format {
        /** The value. */
        VALUE(ResultForm.TEXT),
        /** {@code pid<TAB>value}. */
        PID(ResultForm.TEXT),
        /** A JSON object, also for failures. */
        JSON(ResultForm.JSON);

        private final ResultForm resultForm;

        Format(ResultForm resultForm) {
            this.resultForm = resultForm;
        }

        /** The form in which workers send values. */
        ResultForm resultForm() {
            return resultForm;
        }
    }

    /** The text before each line of a result. */
    enum Tag {
        /** Nothing. */
        NONE,
        /** The item with a tabulator; in JSON, {@code item}. */
        ITEM
    }

    private static final byte[] NUMBER = ascii("{\"i\":");
    private static final byte[] OK = ascii(",\"ok\":true");
    private static final byte[] ITEM = ascii(",\"item\":");
    private static final byte[] VALUE = ascii(",\"value\":");

    private final OutputStream out;
    private final Format format;
    private final Tag tag;
    private final ResultEnd end;
    private final Block lines = new Block();
    private final AttemptText attempts = new AttemptText();

    OutcomePrinter(OutputStream out, Format format, Tag tag, ResultEnd end) {
        this.out = out;
        this.format = format;
        this.tag = tag;
        this.end = end;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Adds the line of an outcome; a failed item has one only as JSON, or if it has a result.
     *
     * @param number the number of the item
     * @param item where the outcome is
     */
    void add(long number, LineResults item) {
        switch (format) {
            case JSON -> addJson(number, item);
            default -> addValue(item);
        }
    }

    private void addValue(LineResults item) {
        if (item.failure() != null && item.result().length() == 0) {
            return;
        }
        if (tag == Tag.ITEM) {
            addTagged(item);
        } else {
            addPid(item);
            addText(item.result());
        }
        if (end == ResultEnd.LINE_FEED) {
            lines.add('\n');
        }
    }

    private void addPid(LineResults item) {
        if (format == Format.PID) {
            lines.add(attempts.pid(item));
        }
    }

    private void addTagged(LineResults item) {
        LineText result = item.result();
        int to = result.offset() + result.length();
        int from = result.offset();
        int lineFeed;
        do {
            if (from == to && end == ResultEnd.NONE) {
                return; // there is no line, or the last one has ended
            }
            addPid(item);
            addShown(item.line());
            lines.add('\t');
            lineFeed = lineFeed(result.array(), from, to);
            int next = Math.min(lineFeed + 1, to);
            lines.add(result.array(), from, next - from);
            from = next;
        } while (lineFeed < to);
    }

    private static int lineFeed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Adds an item, its columns with spaces between them. */
    private void addShown(LineText item) {
        for (int i = item.offset(); i < item.offset() + item.length(); i++) {
            byte b = item.array()[i];
            lines.add(b == 0 ? ' ' : (char) (b & 0xff));
        }
    }

    private void addJson(long number, LineResults item) {
        if (item.failure() == null) {
            lines.add(NUMBER);
            lines.add(number);
            lines.add(OK);
            if (tag == Tag.ITEM) {
                lines.add(ITEM);
                lines.add(JsonText.quoted(item.line().toString()));
            }
            if (end == ResultEnd.NONE) {
                lines.add(OutputJson.member(item.result()));
            } else {
                lines.add(VALUE);
                addText(item.result());
            }
        } else {
            lines.add(FailureJson.result(number, item));
            if (item.result().length() > 0) {
                lines.add(OutputJson.member(item.result()));
            }
        }
        lines.add(attempts.json(item));
        lines.add('}');
        lines.add('\n');
    }

    private void addText(LineText text) {
        lines.add(text.array(), text.offset(), text.length());
    }

    /** The number of bytes that are collected. */
    int size() {
        return lines.size();
    }

    /**
     * Writes the lines at once.
     *
     * @throws IOException if the reader has gone, or there is no room
     */
    void flush() throws IOException {
        lines.writeTo(out);
    }
}
