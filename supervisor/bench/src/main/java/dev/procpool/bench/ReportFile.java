package dev.procpool.bench;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A report as JSON. */
public final class ReportFile {

    private ReportFile() {}

    /** Everything, to be read again by {@link #read}. */
    public static String json(Report report) {
        JsonStringWriter out = JsonWriter.indent("  ")
                .string()
                .object()
                .value("heading", report.heading())
                .value("jdk", report.jdk())
                .value("otherJdk", report.otherJdk().orElse(null))
                .value(
                        "loadBefore",
                        report.load().average().isPresent()
                                ? report.load().average().getAsDouble()
                                : null)
                .value("quiet", report.load().isQuiet())
                .array("pythons", report.given())
                .array("failures", report.failures())
                .array("rows");
        for (Row row : report.figures().rows()) {
            out.object().value("row", row.name()).value("title", row.title()).value("unit", row.unit());
            writeSamples(out, report.figures().of(row));
            writeTargets(out, report, row);
            out.end();
        }
        return out.end().end().done() + "\n";
    }

    private static void writeSamples(JsonStringWriter out, Map<Peer, Samples> cells) {
        cells.forEach((peer, samples) -> {
            out.array(peer.key());
            for (double sample : samples.values()) {
                out.value(sample);
            }
            out.end();
        });
        out.object("notes");
        cells.forEach((peer, samples) -> {
            if (!samples.note().isEmpty()) {
                out.value(peer.key(), samples.note());
            }
        });
        out.end();
    }

    private static void writeTargets(JsonStringWriter out, Report report, Row row) {
        out.array("targets");
        for (Target target : row.targets()) {
            for (Peer peer : report.ours()) {
                Report.Verdict verdict = report.verdict(row, target, peer);
                verdict.reached().ifPresent(reached -> out.object()
                        .value("target", target.text())
                        .value("jdk", report.jdkOf(peer))
                        .value("reached", reached)
                        .value("met", verdict.met())
                        .end());
            }
        }
        out.end();
    }

    /** Reads what {@link #json} wrote. */
    public static Report read(Path file) throws IOException {
        try {
            JsonObject json = JsonParser.object().from(Files.readString(file));
            if (!json.has("rows") || !json.has("heading") || !json.has("failures")) {
                throw new IllegalArgumentException("it has no rows");
            }
            return new Report(
                    json.getString("heading"),
                    json.getInt("jdk"),
                    json.isNumber("otherJdk") ? Optional.of(json.getInt("otherJdk")) : Optional.empty(),
                    json.isNumber("loadBefore") ? Load.of(json.getDouble("loadBefore")) : Load.unknown(),
                    texts(json.getArray("pythons", new JsonArray())),
                    figures(json.getArray("rows")),
                    texts(json.getArray("failures")));
        } catch (JsonParserException | IllegalArgumentException | ClassCastException e) {
            throw new IOException("not what --json wrote: " + e.getMessage(), e);
        }
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(Object::toString).toList();
    }

    private static Figures figures(JsonArray rows) {
        Figures figures = new Figures();
        for (Object each : rows) {
            JsonObject row = (JsonObject) each;
            JsonObject notes = row.getObject("notes", new JsonObject());
            for (Peer peer : Peer.values()) {
                if (row.get(peer.key()) instanceof JsonArray samples) {
                    figures.add(
                            Row.valueOf(row.getString("row")),
                            peer,
                            new Samples(MeasuringProcess.doubles(samples), notes.getString(peer.key(), "")));
                }
            }
        }
        return figures;
    }
}
