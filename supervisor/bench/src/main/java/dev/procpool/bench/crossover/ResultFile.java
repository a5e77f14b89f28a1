package dev.procpool.bench.crossover;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.procpool.bench.Load;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A result as JSON. */
public final class ResultFile {

    private static final double SECOND = 1e9;

    private ResultFile() {}

    /** All figures in one line, to be read again by {@link #read}. */
    public static String json(Result result) {
        Agreement agreement = Agreement.of(result);
        JsonStringWriter out = JsonWriter.string()
                .object()
                .value("jdk", result.jdk())
                .value("workers", result.workers())
                .value("echo", result.isEcho())
                .value("startupArchive", result.hasArchive())
                .value("loadBefore", orNull(result.load().average()))
                .value("quiet", result.load().isQuiet())
                .value("tookSeconds", result.tookSeconds())
                .value("startSeconds", result.law().startNanos() / SECOND)
                .value("speedup", result.law().speedup())
                .value("crossings", agreement.cells())
                .value("withinFactor2", agreement.right().size())
                .array("cells");
        for (Cell cell : result.cells()) {
            write(out, cell, result.law());
        }
        return out.end().end().done();
    }

    private static void write(JsonStringWriter out, Cell cell, Law law) {
        Crossing crossing = cell.crossing();
        out.object()
                .value("workNanos", cell.workNanos())
                .value("payloadBytes", cell.payload())
                .value("serialNanos", cell.serial())
                .value("threadsNanos", cell.threads())
                .value("virtualThreadsNanos", orNull(cell.virtual()))
                .value("openPoolNanos", cell.open())
                .value("transportNanos", cell.transport())
                .value(
                        "openPoolFromItem",
                        cell.firstItem().isPresent()
                                ? (Integer) cell.firstItem().getAsInt()
                                : null)
                .value("lawItems", orNull(cell.lawItems(law)))
                .value("measured", crossing.kind().name().toLowerCase(Locale.ROOT))
                .value("measuredItems", crossing.kind() == Crossing.Kind.NEVER ? null : (Double) crossing.items())
                .value("newPoolStartNanos", crossing.startNanos() == 0 ? null : (Double) crossing.startNanos())
                .end();
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }

    /**
     * Reads the text that {@link #json} has made.
     *
     * @throws IOException if it is another text
     */
    public static Result read(String text) throws IOException {
        try {
            JsonObject json = JsonParser.object().from(text);
            return new Result(
                    json.getInt("jdk"),
                    json.getInt("workers"),
                    json.getBoolean("echo"),
                    json.getBoolean("startupArchive"),
                    new Load(optional(json, "loadBefore")),
                    json.getDouble("tookSeconds"),
                    new Law(json.getDouble("startSeconds") * SECOND, json.getDouble("speedup")),
                    json.getArray("cells").stream()
                            .map(each -> cell((JsonObject) each))
                            .toList());
        } catch (JsonParserException | IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw new IOException("not a result of the crossover: " + e.getMessage(), e);
        }
    }

    private static Cell cell(JsonObject json) {
        return new Cell(
                json.getLong("workNanos"),
                json.getInt("payloadBytes"),
                json.getDouble("serialNanos"),
                json.getDouble("threadsNanos"),
                optional(json, "virtualThreadsNanos"),
                json.getDouble("openPoolNanos"),
                json.getDouble("transportNanos"),
                json.isNumber("openPoolFromItem")
                        ? OptionalInt.of(json.getInt("openPoolFromItem"))
                        : OptionalInt.empty(),
                new Crossing(
                        Crossing.Kind.valueOf(json.getString("measured").toUpperCase(Locale.ROOT)),
                        json.getDouble("measuredItems", 0),
                        json.getDouble("newPoolStartNanos", 0)));
    }

    private static OptionalDouble optional(JsonObject json, String key) {
        return json.isNumber(key) ? OptionalDouble.of(json.getDouble(key)) : OptionalDouble.empty();
    }
}
