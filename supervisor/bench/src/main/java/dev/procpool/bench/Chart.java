package dev.procpool.bench;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws how many times better each peer is than Python's Pool at its best chunk size, on a logarithmic axis. Only
 * {@link ChartProcess} has the library for it on its class path.
 */
final class Chart {

    private static final List<Peer> DRAWN =
            List.of(Peer.PROCPOOL, Peer.PROCPOOL_OTHER, Peer.THREADS, Peer.PYTHON_FORK, Peer.PP4J);
    private static final Color[] COLOURS = {
        new Color(0x1f6fb2), new Color(0x7fb8e6), new Color(0xbdbdbd), new Color(0xe08a3c), new Color(0x6aa84f)
    };
    private static final Marker[] MARKERS = {
        SeriesMarkers.CIRCLE,
        SeriesMarkers.DIAMOND,
        SeriesMarkers.SQUARE,
        SeriesMarkers.TRIANGLE_UP,
        SeriesMarkers.TRIANGLE_DOWN
    };
    private static final int MARKER_SIZE = 11;
    private static final String PYTHON = "Python at its best";
    private static final Color TARGET = new Color(0xc02020);
    private static final int WIDTH = 1600;
    private static final int HEIGHT = 1000;
    private static final int LABEL_DEGREES = 90;
    private static final int TEN = 10;

    private Chart() {}

    /** The JSON file and the PNG file. */
    public static void main(String[] args) throws IOException {
        Path png = Path.of(args[1]);
        try (var out = Files.newOutputStream(png)) {
            BitmapEncoder.saveBitmap(chart(ReportFile.read(Path.of(args[0]))), out, BitmapEncoder.BitmapFormat.PNG);
        }
    }

    private static CategoryChart chart(Report report) {
        Figures figures = report.figures();
        List<Row> rows = figures.rows().stream()
                .filter(row -> figures.has(row, python(row)) && figures.has(row, Peer.PROCPOOL))
                .toList();
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title(report))
                .yAxisTitle("times better, logarithmic")
                .build();
        List<String> titles = rows.stream().map(Row::title).toList();
        double least = 1;
        for (Peer peer : DRAWN) {
            List<Double> times = times(figures, rows, peer);
            if (times.stream().anyMatch(Objects::nonNull)) {
                int place = DRAWN.indexOf(peer);
                dots(chart.addSeries(report.title(peer), titles, times), MARKERS[place], COLOURS[place]);
                least = times.stream().filter(Objects::nonNull).reduce(least, Math::min);
            }
        }
        dots(chart.addSeries("target", titles, rows.stream().map(Chart::target).toList()), SeriesMarkers.CROSS, TARGET);
        CategorySeries one = chart.addSeries(PYTHON, titles, Collections.nCopies(titles.size(), 1.0));
        one.setChartCategorySeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line);
        one.setMarker(SeriesMarkers.NONE);
        one.setLineColor(Color.DARK_GRAY);
        style(chart.getStyler());
        chart.getStyler().setYAxisMin(Math.pow(TEN, Math.floor(Math.log10(least))));
        return chart;
    }

    private static String title(Report report) {
        String title = "How many times better than Python's multiprocessing at its best chunk size";
        return report.load().isBusy() ? title + " (" + report.load().describe() + ")" : title;
    }

    /** The Python that a row is compared with. */
    private static Peer python(Row row) {
        return row.peers().contains(Peer.PYTHON_BEST) ? Peer.PYTHON_BEST : Peer.PYTHON_FORK;
    }

    private static void dots(CategorySeries series, Marker marker, Color colour) {
        series.setChartCategorySeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Scatter);
        series.setMarker(marker);
        series.setMarkerColor(colour);
    }

    /** How many times better than that Python a row is to be. */
    private static Double target(Row row) {
        return row.targets().stream()
                .filter(target -> target.peer().filter(python(row)::equals).isPresent())
                .map(target -> row.isLessBetter() ? 1 / target.limit() : target.limit())
                .findFirst()
                .orElse(null);
    }

    private static List<Double> times(Figures figures, List<Row> rows, Peer peer) {
        List<Double> times = new ArrayList<>();
        for (Row row : rows) {
            if (peer == python(row)) {
                times.add(null); // it is the line at 1
                continue;
            }
            OptionalDouble theirs = figures.median(peer, row);
            double python = figures.median(python(row), row).orElseThrow();
            times.add(theirs.isPresent() ? row.timesBetter(theirs.getAsDouble(), python) : null);
        }
        return times;
    }

    private static void style(CategoryStyler styler) {
        styler.setMarkerSize(MARKER_SIZE);
        styler.setOverlapped(true);
        styler.setYAxisLogarithmic(true);
        styler.setXAxisLabelRotation(LABEL_DEGREES);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setAvailableSpaceFill(0.8);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotGridVerticalLinesVisible(false);
    }
}
