package dev.procpool.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineText;
import dev.procpool.tasks.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file with the outcome of each item, one JSON object a line, so that a run that was broken off can be resumed. If an
 * item occurs more than once, its last line counts. Lines are collected until {@link #flush}. Not thread-safe.
 */
final class JobLog implements AutoCloseable {

    /** A line of a log. */
    record Entry(String task, String item, boolean ok) {}

    /** The beginning of each line. */
    private static final String BEGINNING = "{\"i\":";

    private static final byte[] NUMBER = OutcomePrinter.ascii(BEGINNING);
    private static final byte[] OK = OutcomePrinter.ascii(",\"ok\":true");
    private static final byte[] AT = OutcomePrinter.ascii(",\"at\":\"");
    private static final byte[] END = OutcomePrinter.ascii("\"}\n");

    private final OutputStream out;
    private final String task;
    private final byte[] taskAndItem;
    private final Block lines = new Block();
    private final AttemptText attempts = new AttemptText();
    private byte[] now;

    private JobLog(OutputStream out, String task) {
        this.out = out;
        this.task = task;
        this.taskAndItem = (",\"task\":" + JsonText.quoted(task) + ",\"item\":").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Opens a log for appending.
     *
     * @param task the name of the task that runs the items
     */
    static JobLog append(Path file, String task) throws IOException {
        boolean torn = Files.exists(file) && Files.size(file) > 0 && !endsLine(file);
        OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (torn) {
            out.write('\n'); // the process that wrote it was killed within a line
        }
        return new JobLog(out, task);
    }

    private static boolean endsLine(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            java.nio.ByteBuffer last = java.nio.ByteBuffer.allocate(1);
            channel.position(channel.size() - 1).read(last);
            return last.get(0) == '\n';
        }
    }

    /**
     * Reads the lines of a log, by the number of the item. A line that is not whole is skipped.
     *
     * @throws IOException if there is no such file, it cannot be read, or it is something else
     */
    static Map<Long, Entry> read(Path file) throws IOException {
        Map<Long, Entry> entries = new HashMap<>();
        // This reader replaces bytes that are not UTF-8: a line may have been torn within a character.
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            long number = 0;
            for (String line; (line = lines.readLine()) != null; ) {
                number++;
                Optional<JsonObject> object = parse(line);
                if (object.isPresent() ? !isEntry(object.get()) : !isTorn(line)) {
                    throw new IOException("it is not a job log: line " + number + " is none of its lines");
                }
                object.ifPresent(o -> entries.put(
                        o.getLong("i"), new Entry(o.getString("task"), o.getString("item"), o.getBoolean("ok"))));
            }
        }
        return entries;
    }

    private static Optional<JsonObject> parse(String line) {
        try {
            return Optional.of(JsonParser.object().from(line));
        } catch (JsonParserException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private static boolean isTorn(String line) {
        return line.startsWith(BEGINNING) || BEGINNING.startsWith(line);
    }

    private static boolean isEntry(JsonObject line) {
        return line.isNumber("i") && line.isString("task") && line.isString("item") && line.isBoolean("ok");
    }

    /**
     * Adds the line of an outcome.
     *
     * @param number the number of the item
     * @param item where the outcome is
     */
    void add(long number, LineResults item) {
        if (lines.size() == 0) {
            now = Instant.now().toString().getBytes(StandardCharsets.US_ASCII);
        }
        if (item.failure() == null) {
            lines.add(NUMBER);
            lines.add(number);
            lines.add(taskAndItem);
            addQuoted(item.line());
            lines.add(OK);
        } else {
            lines.add(FailureJson.logged(number, task, item));
        }
        lines.add(attempts.json(item));
        lines.add(AT);
        lines.add(now);
        lines.add(END);
    }

    private void addQuoted(LineText text) {
        if (isPlain(text)) {
            lines.add('"');
            lines.add(text.array(), text.offset(), text.length());
            lines.add('"');
        } else {
            lines.add(JsonText.quoted(text.toString()));
        }
    }

    /** Whether the text is ASCII that has nothing to escape; a slash may have. */
    private static boolean isPlain(LineText text) {
        byte[] bytes = text.array();
        byte before = 0;
        for (int i = text.offset(); i < text.offset() + text.length(); i++) {
            byte b = bytes[i];
            if (b < ' ' || b == '"' || b == '\\' || b == '/' && before == '<') {
                return false;
            }
            before = b;
        }
        return true;
    }

    /** The number of bytes that are collected. */
    int size() {
        return lines.size();
    }

    /** Forgets the lines that are collected: the results of their items are lost. */
    void forget() {
        lines.clear();
    }

    /** Writes the lines at once. */
    void flush() throws IOException {
        lines.writeTo(out);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
