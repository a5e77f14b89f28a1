package dev.procpool.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.procpool.Outcome;
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
 * A file with the outcome of each item, one JSON object a line, flushed at once, so that a run that was broken off
 * can be resumed. If an item occurs more than once, its last line counts. Not thread-safe.
 */
final class JobLog implements AutoCloseable {

    /** A line of a log. */
    record Entry(String task, String item, boolean ok) {}

    /** The beginning of each line. */
    private static final String BEGINNING = "{\"i\":";

    private final OutputStream out;

    private JobLog(OutputStream out) {
        this.out = out;
    }

    /** Opens a log for appending. */
    static JobLog append(Path file) throws IOException {
        boolean torn = Files.exists(file) && Files.size(file) > 0 && !endsLine(file);
        OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (torn) {
            out.write('\n'); // the process that wrote it was killed within a line
        }
        return new JobLog(out);
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

    void add(String task, long number, String item, Outcome<?> outcome) throws IOException {
        JsonStringWriter json = JsonWriter.string()
                .object()
                .value("i", number)
                .value("task", task)
                .value("item", item)
                .value("ok", outcome.isSuccess());
        if (!outcome.isSuccess()) {
            OutcomePrinter.failure(json, outcome.failure());
        }
        OutcomePrinter.run(json, outcome);
        String line = json.value("at", Instant.now().toString()).end().done() + "\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
