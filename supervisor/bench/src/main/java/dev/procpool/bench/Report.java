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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run with where and how it was made; as tables and as JSON. Immutable but for its figures.
 *
 * @param heading the date, the machine, and what ran
 * @param jdk the version of the JDK of {@link Peer#PROCPOOL}
 * @param otherJdk that of {@link Peer#PROCPOOL_OTHER}
 * @param failures why cells have no figure, a line each
 */
public record Report(String heading, int jdk, Optional<Integer> otherJdk, Figures figures, List<String> failures) {

    private static final List<Peer> OURS = List.of(Peer.PROCPOOL, Peer.PROCPOOL_OTHER);

    /** Whether a target is met in one of our columns; empty where a figure is missing. */
    private record Verdict(OptionalDouble reached, boolean met) {}

    private int jdkOf(Peer ours) {
        return ours == Peer.PROCPOOL ? jdk : otherJdk.orElse(jdk);
    }

    private List<Peer> ours() {
        return OURS.stream().filter(figures.peers()::contains).toList();
    }

    String title(Peer peer) {
        return OURS.contains(peer) ? peer.title() + " (JDK " + jdkOf(peer) + ")" : peer.title();
    }

    private Verdict verdict(Row row, Target target, Peer ours) {
        OptionalDouble reached = target.reached(row, ours, figures::median);
        return new Verdict(reached, reached.isPresent() && target.isMet(reached.getAsDouble(), jdkOf(ours)));
    }

    /** The figures, then the targets. */
    public String tables() {
        return heading + "\n\n" + figureTable() + "\n" + targetTable() + failureLines();
    }

    private String figureTable() {
        List<Peer> peers = figures.peers();
        Table table = new Table();
        List<String> head = new ArrayList<>(List.of("what", "unit"));
        peers.forEach(peer -> head.add(title(peer)));
        table.row(head);
        for (Row row : figures.rows()) {
            List<String> cells = new ArrayList<>(List.of(row.title(), row.unit()));
            peers.forEach(peer -> cells.add(figures.describe(peer, row)));
            table.row(cells);
        }
        return table.toString();
    }

    private String targetTable() {
        Table table = new Table();
        List<String> head = new ArrayList<>(List.of("what", "target"));
        for (Peer peer : ours()) {
            head.add("JDK " + jdkOf(peer));
            head.add("met");
        }
        table.row(head);
        for (Row row : figures.rows()) {
            for (Target target : row.targets()) {
                List<String> cells = new ArrayList<>(List.of(row.title(), target.text()));
                for (Peer peer : ours()) {
                    Verdict verdict = verdict(row, target, peer);
                    cells.add(
                            verdict.reached().isPresent()
                                    ? target.describe(verdict.reached().getAsDouble())
                                    : "–");
                    cells.add(verdict.reached().isEmpty() ? "–" : verdict.met() ? "yes" : "**no**");
                }
                table.row(cells);
            }
        }
        return table + "\n" + summary();
    }

    private String summary() {
        StringBuilder text = new StringBuilder();
        for (Peer peer : ours()) {
            List<Verdict> verdicts = figures.rows().stream()
                    .flatMap(row -> row.targets().stream().map(target -> verdict(row, target, peer)))
                    .filter(verdict -> verdict.reached().isPresent())
                    .toList();
            if (verdicts.isEmpty()) {
                continue;
            }
            text.append("JDK ")
                    .append(jdkOf(peer))
                    .append(": ")
                    .append(verdicts.stream().filter(Verdict::met).count())
                    .append(" of ")
                    .append(verdicts.size())
                    .append(" targets met.\n");
        }
        return text.toString();
    }

    private String failureLines() {
        StringBuilder text = new StringBuilder();
        failures.forEach(line -> text.append("Not measured: ").append(line).append('\n'));
        return text.toString();
    }

    /** Everything, to be read again by {@link #read}. */
    public String json() {
        JsonStringWriter out = JsonWriter.indent("  ")
                .string()
                .object()
                .value("heading", heading)
                .value("jdk", jdk)
                .value("otherJdk", otherJdk.orElse(null))
                .array("failures", failures)
                .array("rows");
        for (Row row : figures.rows()) {
            out.object().value("row", row.name()).value("title", row.title()).value("unit", row.unit());
            figures.of(row).forEach((peer, samples) -> {
                out.array(peer.key());
                for (double sample : samples) {
                    out.value(sample);
                }
                out.end();
            });
            out.array("targets");
            for (Target target : row.targets()) {
                for (Peer peer : ours()) {
                    Verdict verdict = verdict(row, target, peer);
                    verdict.reached().ifPresent(reached -> out.object()
                            .value("target", target.text())
                            .value("jdk", jdkOf(peer))
                            .value("reached", reached)
                            .value("met", verdict.met())
                            .end());
                }
            }
            out.end().end();
        }
        return out.end().end().done() + "\n";
    }

    /** Reads what {@link #json} wrote. */
    public static Report read(Path file) throws IOException {
        try {
            JsonObject json = JsonParser.object().from(Files.readString(file));
            if (!json.has("rows") || !json.has("heading") || !json.has("failures")) {
                throw new IllegalArgumentException("it has no rows");
            }
            Figures figures = new Figures();
            for (Object each : json.getArray("rows")) {
                JsonObject row = (JsonObject) each;
                for (Peer peer : Peer.values()) {
                    if (row.get(peer.key()) instanceof JsonArray samples) {
                        figures.add(Row.valueOf(row.getString("row")), peer, MeasuringProcess.doubles(samples));
                    }
                }
            }
            return new Report(
                    json.getString("heading"),
                    json.getInt("jdk"),
                    json.isNumber("otherJdk") ? Optional.of(json.getInt("otherJdk")) : Optional.empty(),
                    figures,
                    json.getArray("failures").stream().map(Object::toString).toList());
        } catch (JsonParserException | IllegalArgumentException | ClassCastException e) {
            throw new IOException("not what --json wrote: " + e.getMessage(), e);
        }
    }
}
