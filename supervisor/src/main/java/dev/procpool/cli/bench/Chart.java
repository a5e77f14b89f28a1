package dev.procpool.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/**
 * Draws how many times better each peer is than Python's Pool, on a logarithmic axis. Only {@link ChartProcess} has the
 * library for it on its class path.
 */
final class Chart {

    private static final List<Peer> DRAWN =
            List.of(Peer.PROCPOOL, Peer.PROCPOOL_OTHER, Peer.THREADS, Peer.PYTHON_EXECUTOR);
    private static final int WIDTH = 1400;
    private static final int HEIGHT = 760;
    private static final int LABEL_DEGREES = 35;
    private static final int DPI = 110;

    private Chart() {}

    /** The JSON file and the PNG file. */
    public static void main(String[] args) throws IOException {
        Path png = Path.of(args[1]);
        try (var out = Files.newOutputStream(png)) {
            BitmapEncoder.saveBitmap(chart(Report.read(Path.of(args[0]))), out, BitmapEncoder.BitmapFormat.PNG);
        }
    }

    private static CategoryChart chart(Report report) {
        Figures figures = report.figures();
        List<Row> rows = figures.rows().stream()
                .filter(row -> figures.has(row, Peer.PYTHON_FORK) && figures.has(row, Peer.PROCPOOL))
                .toList();
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("How many times better than Python's multiprocessing.Pool (fork)")
                .yAxisTitle("times better, logarithmic")
                .build();
        List<String> titles = rows.stream().map(Row::title).toList();
        for (Peer peer : DRAWN) {
            if (rows.stream().anyMatch(row -> figures.has(row, peer))) {
                chart.addSeries(report.title(peer), titles, times(figures, rows, peer));
            }
        }
        style(chart.getStyler());
        return chart;
    }

    private static List<Double> times(Figures figures, List<Row> rows, Peer peer) {
        List<Double> times = new ArrayList<>();
        for (Row row : rows) {
            OptionalDouble theirs = figures.median(peer, row);
            double python = figures.median(Peer.PYTHON_FORK, row).orElseThrow();
            times.add(theirs.isPresent() ? row.timesBetter(theirs.getAsDouble(), python) : null);
        }
        return times;
    }

    private static void style(org.knowm.xchart.style.CategoryStyler styler) {
        styler.setYAxisLogarithmic(true);
        styler.setXAxisLabelRotation(LABEL_DEGREES);
        styler.setLegendPosition(Styler.LegendPosition.InsideNE);
        styler.setAvailableSpaceFill(0.85);
    }
}
