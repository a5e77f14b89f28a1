package dev.procpool.cli;

import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineText;
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

    private static final byte[] NUMBER = ascii("{\"i\":");
    private static final byte[] VALUE = ascii(",\"ok\":true,\"value\":");

    private final OutputStream out;
    private final Format format;
    private final Block lines = new Block();
    private final AttemptText attempts = new AttemptText();

    OutcomePrinter(OutputStream out, Format format) {
        this.out = out;
        this.format = format;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Adds the line of an outcome; a failed item has one only as JSON.
     *
     * @param number the number of the item
     * @param item where the outcome is
     */
    void add(long number, LineResults item) {
        switch (format) {
            case VALUE -> addValue(item);
            case PID -> addWithPid(item);
            case JSON -> addJson(number, item);
        }
    }

    private void addValue(LineResults item) {
        if (item.failure() == null) {
            addText(item.result());
            lines.add('\n');
        }
    }

    private void addWithPid(LineResults item) {
        if (item.failure() == null) {
            lines.add(attempts.pid(item));
            addValue(item);
        }
    }

    private void addJson(long number, LineResults item) {
        if (item.failure() == null) {
            lines.add(NUMBER);
            lines.add(number);
            lines.add(VALUE);
            addText(item.result());
        } else {
            lines.add(FailureJson.result(number, item));
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
