package dev.procpool.cli.trace;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/** Draws rows of bars over time, as SVG. Used once. */
final class Chart {

    private static final int LABELS = 190;
    private static final int WIDTH = 1000;
    private static final int RIGHT = 50;
    private static final int AXIS = 26;
    private static final int LEVELS = 56;

    /** Rows are lower where there are more than this number. */
    private static final int MANY_ROWS = 40;

    private static final int ROW = 40;
    private static final int LOW_ROW = 22;
    private static final int GAP = 3;
    private static final double LEAST_WIDTH = 0.8;
    private static final double MARK = 6;
    private static final double CHARACTER = 6.4;
    private static final int MOST_IN_BAR = 24;

    private final List<Lane> lanes;
    private final List<ChartData.Level> levels;
    private final long startedNanos;
    private final TimeAxis axis;
    private final Markup markup;
    private final int row;
    private final int top;

    /**
     * @param startedNanos the start of the chart, on the clock of the bars
     * @param nanos the duration that it shows
     * @param markup for its text; empty
     */
    Chart(List<Lane> lanes, List<ChartData.Level> levels, long startedNanos, long nanos, Markup markup) {
        this.lanes = lanes;
        this.levels = levels;
        this.startedNanos = startedNanos;
        this.axis = new TimeAxis(LABELS, WIDTH, nanos);
        this.markup = markup;
        this.row = lanes.size() > MANY_ROWS ? LOW_ROW : ROW;
        this.top = AXIS + (levels.isEmpty() ? 0 : LEVELS);
    }

    void writeTo(Writer out) throws IOException {
        int bottom = top + row * lanes.size();
        markup.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"chart\"")
                .at("width", LABELS + WIDTH + RIGHT)
                .at("height", bottom + AXIS)
                .raw(">\n");
        rows();
        grid(bottom);
        levels();
        out.write(markup.take());
        for (int i = 0; i < lanes.size(); i++) {
            lane(lanes.get(i), top + i * row);
            out.write(markup.take());
        }
        out.write("</svg>\n");
    }

    private void rows() {
        for (int i = 0; i < lanes.size(); i += 2) {
            rect("row", LABELS, top + i * row, WIDTH, row).raw("/>\n");
        }
    }

    private void grid(int bottom) {
        for (TimeAxis.Tick tick : axis.ticks()) {
            double x = axis.x(tick.nanos());
            markup.raw("<line class=\"grid\"")
                    .at("x1", x)
                    .at("y1", AXIS - GAP)
                    .at("x2", x)
                    .at("y2", bottom)
                    .raw("/>");
            text("tick", x, AXIS - 2 * GAP, tick.label());
            text("tick", x, bottom + AXIS - 2 * GAP, tick.label());
        }
    }

    /** An area that shows how many items waited: the number stays until the next one is known. */
    private void levels() {
        if (levels.isEmpty()) {
            return;
        }
        long most = Math.max(
                1, levels.stream().mapToLong(ChartData.Level::items).max().orElse(1));
        double bottom = top - GAP;
        double height = LEVELS - 2.0 * GAP;
        StringBuilder path = new StringBuilder();
        double y = bottom;
        double x = x(levels.get(0).atNanos());
        path.append(point('M', x, bottom));
        for (ChartData.Level level : levels) {
            x = x(level.atNanos());
            path.append(point('L', x, y));
            y = bottom - height * level.items() / most;
            path.append(point('L', x, y));
        }
        path.append(point('L', x, bottom)).append('Z');
        markup.raw("<path class=\"pending\" d=\"").raw(path.toString()).raw("\"/>\n");
        text("side", LABELS - 2 * GAP, AXIS + 4 * GAP, most + " waiting");
        text("side small", LABELS - 2 * GAP, bottom, "0");
    }

    private static String point(char command, double x, double y) {
        return String.format(Locale.ROOT, "%c%.1f %.1f ", command, x, y);
    }

    private double x(long atNanos) {
        return axis.x(atNanos - startedNanos);
    }

    private void lane(Lane lane, int y) {
        double middle = y + row / 2.0;
        if (row == ROW) {
            text("side", LABELS - 2 * GAP, middle - 2, lane.name());
            text("side small", LABELS - 2 * GAP, middle + 4 * GAP, lane.pids());
        } else {
            text("side small", LABELS - 2 * GAP, middle + GAP, lane.name() + " · " + lane.pids());
        }
        lane.startUps().forEach(bar -> bar(bar, "start", y, "starts"));
        lane.items().forEach(bar -> bar(bar, "item " + state(bar), y, "items"));
        lane.retries().forEach(bar -> retry(bar, y));
        lane.deaths().forEach(bar -> death(bar, y));
    }

    private static String state(Bar bar) {
        return bar.failed() > 0 ? "failed" : bar.retried() > 0 ? "retried" : "ok";
    }

    private void bar(Bar bar, String kind, int y, String noun) {
        double x = x(bar.fromNanos());
        double width = Math.max(LEAST_WIDTH, x(bar.toNanos()) - x);
        rect(kind, x, y + 2 * GAP, width, row - 4 * GAP)
                .raw("><title>")
                .text(title(bar, noun))
                .raw("</title></rect>");
        String label = shortened(bar.label(), width);
        if (!label.isEmpty()) {
            text("inside", x + GAP, y + row / 2.0 + GAP + 1, label);
        }
        markup.raw("\n");
    }

    /** The label if it has room, or its beginning; empty where there is no room for anything that says something. */
    private static String shortened(String label, double width) {
        int room = (int) ((width - 2 * GAP) / CHARACTER);
        int columns = label.codePoints().map(c -> c < 0x1100 ? 1 : 2).sum();
        if (columns <= Math.min(room, MOST_IN_BAR)) {
            return label;
        }
        int kept = Math.min(room, MOST_IN_BAR) / 2;
        return kept < GAP || label.codePointCount(0, label.length()) <= kept
                ? ""
                : label.substring(0, label.offsetByCodePoints(0, kept)) + "…";
    }

    private String title(Bar bar, String noun) {
        String when = TimeUnits.text(bar.fromNanos() - startedNanos);
        String what =
                bar.isMerged() ? bar.count() + " " + noun + ": " + bar.text() + " … " + bar.lastName() : bar.text();
        return what
                + (bar.isMerged() && bar.failed() > 0 ? "; " + bar.failed() + " failed" : "")
                + (bar.isMerged() && bar.retried() > 0 ? "; " + bar.retried() + " run again" : "")
                + "\nat " + when + ", for " + TimeUnits.text(bar.workNanos())
                + (bar.isMerged() ? " in " + TimeUnits.text(bar.toNanos() - bar.fromNanos()) : "")
                + "\npid " + bar.pid();
    }

    private void death(Bar bar, int y) {
        double x = x(bar.fromNanos());
        double middle = y + row / 2.0;
        mark(
                "death",
                point('M', x - MARK, middle - MARK)
                        + point('L', x + MARK, middle + MARK)
                        + point('M', x + MARK, middle - MARK)
                        + point('L', x - MARK, middle + MARK),
                bar,
                "deaths");
    }

    private void retry(Bar bar, int y) {
        double x = x(bar.fromNanos());
        double bottom = y + row - 1.0;
        mark(
                "retry",
                point('M', x, bottom - 2 * MARK) + point('L', x + MARK, bottom) + point('L', x - MARK, bottom) + "Z",
                bar,
                "retries");
    }

    private void mark(String kind, String path, Bar bar, String noun) {
        String what = !bar.isMerged() ? bar.text() : bar.count() + " " + noun + ": " + bar.text() + " …";
        markup.raw("<path class=\"" + kind + "\" d=\"" + path + "\"><title>")
                .text(what + "\nat " + TimeUnits.text(bar.fromNanos() - startedNanos) + "\npid " + bar.pid())
                .raw("</title></path>\n");
    }

    private Markup rect(String kind, double x, double y, double width, double height) {
        return markup.raw("<rect class=\"" + kind + "\"")
                .at("x", x)
                .at("y", y)
                .at("width", width)
                .at("height", height);
    }

    private void text(String kind, double x, double y, String text) {
        markup.raw("<text class=\"" + kind + "\"")
                .at("x", x)
                .at("y", y)
                .raw(">")
                .text(text)
                .raw("</text>\n");
    }
}
