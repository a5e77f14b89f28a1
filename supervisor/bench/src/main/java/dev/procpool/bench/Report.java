package dev.procpool.bench;

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
 * @param load the load average before the run
 * @param given the titles of the columns of given Pythons
 * @param failures why cells have no figure, a line each
 */
public record Report(
        String heading,
        int jdk,
        Optional<Integer> otherJdk,
        Load load,
        List<String> given,
        Figures figures,
        List<String> failures) {

    private static final List<Peer> OURS = List.of(Peer.PROCPOOL, Peer.PROCPOOL_OTHER);

    /** Whether a target is met in one of our columns; empty where a figure is missing. */
    record Verdict(OptionalDouble reached, boolean met) {}

    int jdkOf(Peer ours) {
        return ours == Peer.PROCPOOL ? jdk : otherJdk.orElse(jdk);
    }

    List<Peer> ours() {
        return OURS.stream().filter(figures.peers()::contains).toList();
    }

    String title(Peer peer) {
        if (peer.isGiven() && peer.place() < given.size()) {
            return given.get(peer.place());
        }
        return OURS.contains(peer) ? peer.title() + " (JDK " + jdkOf(peer) + ")" : peer.title();
    }

    Verdict verdict(Row row, Target target, Peer ours) {
        OptionalDouble reached = target.reached(row, ours, figures::median);
        return new Verdict(reached, reached.isPresent() && target.isMet(reached.getAsDouble(), jdkOf(ours)));
    }

    /** The figures, a table for each group of rows, then the targets. */
    public String tables() {
        StringBuilder text = new StringBuilder(heading).append("\n\n");
        for (Group group : figures.groups()) {
            text.append("**").append(group.title()).append("**\n\n");
            text.append(figureTable(figures.rows(group))).append('\n');
        }
        return text + "**Targets**\n\n" + targetTable() + failureLines();
    }

    private String figureTable(List<Row> rows) {
        List<Peer> peers = figures.peers(rows);
        Table table = new Table();
        List<String> head = new ArrayList<>(List.of("what", "unit"));
        peers.forEach(peer -> head.add(title(peer)));
        table.row(head);
        for (Row row : rows) {
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
}
