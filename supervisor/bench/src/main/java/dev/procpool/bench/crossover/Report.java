package dev.procpool.bench.crossover;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Tells a result to a person. Immutable. */
public final class Report {

    private final Result result;
    private final Texts texts;
    private final Tables tables;

    /** @param language {@code en} or {@code zh} */
    public Report(Result result, String language) {
        this.result = result;
        this.texts = Texts.in(language);
        this.tables = new Tables(result, texts);
    }

    /** The text of a step of {@link Progress}. */
    public static String step(String key, List<String> values, String language) {
        Texts texts = Texts.in(language);
        if (key.equals("cell") || key.equals("new")) {
            return texts.get(
                    "step." + key,
                    texts.time(Double.parseDouble(values.get(0))),
                    texts.size(Double.parseDouble(values.get(1))));
        }
        return texts.get("step." + key, values.toArray());
    }

    /** The whole report. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(heading().lines().toList());
        lines.add("");
        lines.addAll(law());
        lines.add("");
        lines.addAll(tables.crossings());
        lines.addAll(texts.get("table.marks").lines().toList());
        lines.add("");
        lines.addAll(new TerminalChart(result, texts).lines());
        lines.add("");
        lines.add(texts.get("times.title"));
        lines.addAll(tables.timesFaster());
        lines.add("");
        lines.addAll(agreement());
        lines.add("");
        lines.add(closing());
        return lines;
    }

    private String heading() {
        String load = result.load().average().isPresent()
                ? texts.get(
                        result.load().isQuiet() ? "load.quiet" : "load.busy",
                        String.format(
                                Locale.ROOT, "%.2f", result.load().average().getAsDouble()))
                : texts.get("load.unknown");
        return texts.get(
                "heading",
                result.workers(),
                result.jdk(),
                load,
                texts.get(result.hasArchive() ? "archive.present" : "archive.absent"),
                texts.get(result.isEcho() ? "echo.yes" : "echo.no"),
                Math.round(result.tookSeconds()));
    }

    private List<String> law() {
        long longest = result.works().get(result.works().size() - 1);
        String transport = result.payloads().stream()
                .map(payload -> texts.get(
                        "law.transport",
                        texts.time(result.cell(longest, payload).transport()),
                        texts.size(payload)))
                .collect(Collectors.joining(texts.get("list.separator")));
        List<String> lines = new ArrayList<>(texts.get("law").lines().toList());
        lines.addAll(texts.get(
                        "law.values",
                        texts.time(result.law().startNanos()),
                        Texts.number(result.law().speedup()),
                        texts.time(longest),
                        transport)
                .lines()
                .toList());
        return lines;
    }

    /** How often the law is right, and why it is wrong elsewhere. */
    List<String> agreement() {
        Agreement agreement = Agreement.of(result);
        List<String> lines =
                new ArrayList<>(List.of(texts.get("agreement", agreement.right().size(), agreement.cells())));
        for (Agreement.Disagreement wrong : agreement.wrong()) {
            lines.add(texts.get(
                    "disagreement",
                    texts.time(wrong.cell().workNanos()),
                    texts.size(wrong.cell().payload()),
                    tables.crossing(wrong.cell()),
                    texts.get(
                            "reason." + wrong.reason().name().toLowerCase(Locale.ROOT),
                            texts.time(wrong.expectedNanos()),
                            texts.time(wrong.foundNanos()))));
        }
        return lines;
    }

    /** The answer in one sentence, for tasks of about a millisecond. */
    public String closing() {
        Cell cell = result.example();
        String work = texts.time(cell.workNanos());
        String size = texts.size(cell.payload());
        String open = cell.firstItem().isPresent()
                ? texts.get("closing.open", cell.firstItem().getAsInt())
                : texts.get("closing.open.never");
        OptionalDouble items = measured(cell);
        return items.isPresent()
                ? texts.get("closing", work, size, Texts.items(items.getAsDouble()), open)
                : texts.get("closing.never", work, size, open);
    }

    private static OptionalDouble measured(Cell cell) {
        return cell.crossing().kind() == Crossing.Kind.NEVER
                ? OptionalDouble.empty()
                : OptionalDouble.of(cell.crossing().items());
    }
}
