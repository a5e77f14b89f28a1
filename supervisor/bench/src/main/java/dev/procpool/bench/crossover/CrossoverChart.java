package dev.procpool.bench.crossover;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws the crossings, law and measurement, and beside them how many times faster the open pool was. Its arguments are
 * the JSON file, the language and the PNG file. Runs in a JVM of its own, the only one that has the library.
 */
final class CrossoverChart {

    private static final int HEIGHT = 800;
    private static final int WIDTH = 1000;
    private static final int HEAT_WIDTH = 700;
    private static final int POINTS = 400;
    private static final int MARKER_SIZE = 11;
    /** The numbers of the first payload are below their points, as points of small payloads are close together. */
    private static final double RAISED = 1.4;

    private static final double MILLISECOND = 1e6;
    private static final double TEN = 10;
    private static final Color[] COLOURS = {new Color(0x1f6fb2), new Color(0xe08a3c), new Color(0x3f8f3f)};
    private static final Color SLOWER = new Color(0xd06050);
    private static final Color FASTER = new Color(0x3f8fd0);

    private final Result result;
    private final Texts texts;

    private CrossoverChart(Result result, Texts texts) {
        this.result = result;
        this.texts = texts;
    }

    public static void main(String[] args) throws IOException {
        Result result = ResultFile.read(Files.readString(Path.of(args[0])));
        CrossoverChart chart = new CrossoverChart(result, texts(args[1]));
        BufferedImage image = new BufferedImage(WIDTH + HEAT_WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.drawImage(BitmapEncoder.getBufferedImage(chart.crossings()), 0, 0, null);
        graphics.drawImage(BitmapEncoder.getBufferedImage(chart.heat()), WIDTH, 0, null);
        graphics.dispose();
        ImageIO.write(image, "png", Path.of(args[2]).toFile());
    }

    /** The texts in a language, or in English where the font lacks its characters. */
    private static Texts texts(String language) {
        Texts texts = Texts.in(language);
        boolean isShown = new Font(Font.SANS_SERIF, Font.PLAIN, 12).canDisplayUpTo(texts.get("plot.heat")) < 0;
        return isShown ? texts : Texts.in("en");
    }

    private XYChart crossings() {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(texts.get("plot.title", result.workers()))
                .xAxisTitle(texts.get("plot.work"))
                .yAxisTitle(texts.get("plot.items"))
                .build();
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        chart.getStyler().setXAxisDecimalPattern("#,##0.###").setYAxisDecimalPattern("#,##0");
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE).setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setMarkerSize(MARKER_SIZE);
        chart.getStyler().setXAxisMin(result.works().get(0) / MILLISECOND);
        chart.getStyler().setXAxisMax(TEN * result.works().get(result.works().size() - 1) / MILLISECOND);
        double most = most();
        chart.getStyler().setYAxisMin(1.0).setYAxisMax(most);
        for (int i = 0; i < result.payloads().size(); i++) {
            addLaw(chart, result.payloads().get(i), COLOURS[i % COLOURS.length], most);
            addMeasured(chart, result.payloads().get(i), COLOURS[i % COLOURS.length]);
        }
        return chart;
    }

    /** A power of ten above all crossings. */
    private double most() {
        double most = result.cells().stream()
                .mapToDouble(cell -> Math.max(
                        cell.crossing().items(), cell.lawItems(result.law()).orElse(1)))
                .max()
                .orElse(1);
        return Math.pow(TEN, Math.ceil(Math.log10(Math.max(TEN, most * RAISED))));
    }

    private void addLaw(XYChart chart, int payload, Color colour, double most) {
        double transport = result.cell(result.works().get(0), payload).transport();
        double first = result.works().get(0);
        double last = result.cells().stream().mapToDouble(Cell::serial).max().orElse(first);
        List<Double> works = new ArrayList<>();
        List<Double> items = new ArrayList<>();
        for (int i = 0; i <= POINTS; i++) {
            double work = first * Math.pow(last / first, (double) i / POINTS);
            OptionalDouble each = result.law().items(work, transport);
            if (each.isPresent() && each.getAsDouble() <= most && each.getAsDouble() >= 1) {
                works.add(work / MILLISECOND);
                items.add(each.getAsDouble());
            }
        }
        if (!works.isEmpty()) {
            XYSeries series = chart.addSeries(texts.get("plot.law", texts.size(payload)), works, items);
            series.setMarker(SeriesMarkers.NONE).setLineColor(colour).setLineStyle(new BasicStroke(2));
        }
    }

    private void addMeasured(XYChart chart, int payload, Color colour) {
        List<Cell> cells = result.cells().stream()
                .filter(cell -> cell.payload() == payload && cell.crossing().kind() != Crossing.Kind.NEVER)
                .toList();
        if (cells.isEmpty()) {
            return;
        }
        XYSeries series = chart.addSeries(
                texts.get("plot.measured", texts.size(payload)),
                cells.stream().map(cell -> cell.serial() / MILLISECOND).toList(),
                cells.stream().map(cell -> cell.crossing().items()).toList());
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour);
        Tables tables = new Tables(result, texts);
        double place = payload == result.payloads().get(0) ? 1 / RAISED : RAISED;
        for (Cell cell : cells) {
            chart.addAnnotation(new AnnotationText(
                    tables.measured(cell),
                    cell.serial() / MILLISECOND,
                    place * cell.crossing().items(),
                    false));
        }
    }

    private HeatMapChart heat() {
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(HEAT_WIDTH)
                .height(HEIGHT)
                .title(texts.get("plot.heat"))
                .xAxisTitle(texts.get("plot.payload"))
                .yAxisTitle(texts.get("plot.heatWork"))
                .build();
        List<Number[]> values = new ArrayList<>();
        double most = 2;
        for (int x = 0; x < result.payloads().size(); x++) {
            for (int y = 0; y < result.works().size(); y++) {
                Cell cell = result.cell(result.works().get(y), result.payloads().get(x));
                double faster = cell.serial() / cell.open();
                values.add(new Number[] {x, y, faster});
                most = Math.max(most, Math.ceil(faster));
            }
        }
        chart.addSeries(
                "faster",
                result.payloads().stream().map(texts::size).toList(),
                result.works().stream().map(texts::time).toList(),
                values);
        chart.getStyler().setMin(0).setMax(most).setRangeColors(colours((int) most));
        chart.getStyler().setShowValue(true).setHeatMapValueDecimalPattern("0.00");
        chart.getStyler().setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
        return chart;
    }

    /** From 0 over white at 1 to {@code most}, in equal steps. */
    private static Color[] colours(int most) {
        Color[] colours = new Color[most + 1];
        colours[0] = SLOWER;
        for (int i = 1; i <= most; i++) {
            double part = (i - 1.0) / (most - 1);
            colours[i] = new Color(
                    mixed(FASTER.getRed(), part), mixed(FASTER.getGreen(), part), mixed(FASTER.getBlue(), part));
        }
        return colours;
    }

    private static int mixed(int full, double part) {
        return (int) Math.round(255 + (full - 255) * part);
    }
}
