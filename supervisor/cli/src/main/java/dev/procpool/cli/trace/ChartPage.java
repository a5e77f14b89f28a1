package dev.procpool.cli.trace;

import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The page around a chart: heading, sums, legend, and a note on what is not drawn. Used once. */
final class ChartPage {

    private static final String STYLE = """
            body { font: 14px system-ui, sans-serif; margin: 24px; color: #1b1f24; background: #fff; }
            h1 { font-size: 20px; margin: 0 0 6px; }
            p { margin: 4px 0; }
            svg { display: block; margin-top: 12px; }
            text { font: 12px system-ui, sans-serif; fill: #1b1f24; }
            .small { font-size: 11px; fill: #57606a; }
            .tick { text-anchor: middle; }
            .side { text-anchor: end; }
            .inside { font-size: 11px; fill: #fff; pointer-events: none; }
            .grid { stroke: #d8dee4; }
            .row { fill: #f6f8fa; }
            .start { fill: #b6bec7; }
            .ok { fill: #1f6feb; }
            .failed { fill: #cf222e; }
            .retried { fill: #bc6c00; }
            .death { stroke: #82071e; stroke-width: 2.5; fill: none; }
            .retry { fill: #bc6c00; stroke: #fff; }
            .pending { fill: #ddf4ff; stroke: #0969da; }
            .key { display: inline-block; width: 14px; height: 12px; margin: 0 5px 0 14px; vertical-align: -1px; }
            """;

    private static final String LEGEND = """
            <p class="legend"><svg class="key"><rect class="start" width="14" height="12"/></svg>start-up\
            <svg class="key"><rect class="ok" width="14" height="12"/></svg>item\
            <svg class="key"><rect class="failed" width="14" height="12"/></svg>failed\
            <svg class="key"><rect class="retried" width="14" height="12"/></svg>failed, and run again\
            <svg class="key"><path class="death" d="M2 1 L12 11 M12 1 L2 11"/></svg>the worker died\
            <svg class="key"><path class="retry" d="M7 1 L13 11 L1 11 Z"/></svg>retry</p>
            """;

    private final TraceFile.Heading heading;
    private final ChartData data;
    private final Markup markup = new Markup();

    ChartPage(TraceFile.Heading heading, ChartData data) {
        this.heading = heading;
        this.data = data;
    }

    /** The page of a run that has not ended. */
    static String withoutEnd(TraceFile.Heading heading) {
        Markup markup = new Markup();
        begin(heading, markup);
        return markup.raw(
                        "<p>The chart is drawn when the run ends; the process of this run was killed, or still runs.</p>\n")
                .raw("</body>\n</html>\n")
                .take();
    }

    private static void begin(TraceFile.Heading heading, Markup markup) {
        markup.raw("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n")
                .raw("<meta charset=\"UTF-8\"/>\n<title>")
                .text(heading.title())
                .raw("</title>\n<style>\n")
                .raw(STYLE)
                .raw("</style>\n</head>\n<body>\n<h1>")
                .text(heading.title())
                .raw("</h1>\n");
    }

    void writeTo(Writer out) throws IOException {
        List<Lane> lanes = data.lanes();
        long nanos = Math.max(1, data.sums().endNanos - heading.startedNanos());
        begin(heading, markup);
        markup.raw("<p class=\"sums\">").text(sums(lanes.size(), nanos)).raw("</p>\n");
        note();
        markup.raw(LEGEND);
        out.write(markup.take());
        new Chart(lanes, data.levels(), heading.startedNanos(), nanos, markup).writeTo(out);
        out.write("</body>\n</html>\n");
    }

    private String sums(int workers, long nanos) {
        ChartData.Sums sums = data.sums();
        Instant started = Instant.ofEpochSecond(0, heading.startedNanos()).truncatedTo(ChronoUnit.MILLIS);
        return Plural.of(sums.items, "item") + (sums.failed == 0 ? "" : ", " + sums.failed + " failed")
                + (sums.retries == 0 ? "" : ", " + Plural.of(sums.retries, "retry", "retries"))
                + "; " + Plural.of(workers, "worker")
                + (sums.startUps > workers ? ", " + Plural.of(sums.startUps, "process", "processes") : "")
                + (sums.deaths == 0 ? "" : ", " + Plural.of(sums.deaths, "death"))
                + "; " + TimeUnits.text(nanos) + " from " + started + "; supervisor pid " + heading.pid();
    }

    private void note() {
        if (data.mergedNanos() > 0) {
            markup.raw("<p class=\"note\">")
                    .text("There are too many items for a bar each: neighbours that take up to "
                            + TimeUnits.text(data.mergedNanos())
                            + " together are one bar, which is red if one of them failed. A .json trace has each item.")
                    .raw("</p>\n");
        }
        if (data.sums().outside > 0) {
            markup.raw("<p class=\"note\">")
                    .text("Not drawn: " + data.sums().outside + " bars of further workers. A .json trace has them.")
                    .raw("</p>\n");
        }
    }
}
