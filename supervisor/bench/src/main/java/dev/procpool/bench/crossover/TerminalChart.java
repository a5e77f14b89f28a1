package dev.procpool.bench.crossover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The crossings as text of 60 by 16: the work to the right, the items upwards, both logarithmic. The law is drawn in
 * small letters, one for each payload, the measured crossings in capitals. Confined to one thread.
 */
final class TerminalChart {

    static final int WIDTH = 60;
    static final int HEIGHT = 16;

    private static final int LEFT = 12;
    private static final int PLOT_WIDTH = WIDTH - LEFT;
    private static final int PLOT_HEIGHT = HEIGHT - 3;
    private static final char SEVERAL = '#';
    private static final double TEN = 10;

    private final Result result;
    private final Texts texts;
    private final char[][] plot = new char[PLOT_HEIGHT][PLOT_WIDTH];
    private final double leastWork;
    private final double mostWork;
    private final double least;
    private final double most;

    TerminalChart(Result result, Texts texts) {
        this.result = result;
        this.texts = texts;
        Arrays.stream(plot).forEach(row -> Arrays.fill(row, ' '));
        List<Long> works = result.works();
        leastWork = works.get(0);
        mostWork = works.get(works.size() - 1);
        double[] items = result.cells().stream()
                .flatMap(cell -> Stream.of(
                        cell.lawItems(result.law()),
                        OptionalDouble.of(cell.crossing().items())))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .filter(each -> each > 0)
                .toArray();
        least = Math.pow(TEN, Math.floor(Math.log10(Arrays.stream(items).min().orElse(1))));
        most = Math.max(
                TEN * least,
                Math.pow(TEN, Math.ceil(Math.log10(Arrays.stream(items).max().orElse(1)))));
    }

    List<String> lines() {
        drawLaw();
        drawMeasured();
        List<String> lines = new ArrayList<>(List.of(legend()));
        for (int row = 0; row < PLOT_HEIGHT; row++) {
            lines.add((label(row) + "|" + new String(plot[row])).stripTrailing());
        }
        lines.add(" ".repeat(LEFT - 1) + "+" + "-".repeat(PLOT_WIDTH));
        lines.add(worksBelow());
        return lines;
    }

    private String legend() {
        StringBuilder legend = new StringBuilder(texts.get("chart.legend"));
        for (int i = 0; i < result.payloads().size(); i++) {
            legend.append("  ")
                    .append((char) ('a' + i))
                    .append(' ')
                    .append((char) ('A' + i))
                    .append(' ')
                    .append(texts.size(result.payloads().get(i)));
        }
        return legend.toString();
    }

    /** Each payload has every third column, so that lines close together can all be seen. */
    private void drawLaw() {
        int payloads = result.payloads().size();
        for (int column = 0; column < PLOT_WIDTH; column++) {
            int payload = column % payloads;
            double work = leastWork * Math.pow(mostWork / leastWork, (double) column / (PLOT_WIDTH - 1));
            double transport = result.cell(
                            result.works().get(0), result.payloads().get(payload))
                    .transport();
            OptionalDouble items = result.law().items(work, transport);
            if (items.isPresent() && items.getAsDouble() <= most && items.getAsDouble() >= least) {
                plot[row(items.getAsDouble())][column] = (char) ('a' + payload);
            }
        }
    }

    private void drawMeasured() {
        for (Cell cell : result.cells()) {
            if (cell.crossing().kind() != Crossing.Kind.NEVER) {
                int row = row(cell.crossing().items());
                int column = column(cell.serial());
                char mark = (char) ('A' + result.payloads().indexOf(cell.payload()));
                plot[row][column] = Character.isUpperCase(plot[row][column]) ? SEVERAL : mark;
            }
        }
    }

    private int row(double items) {
        double part = Math.log(items / least) / Math.log(most / least);
        return PLOT_HEIGHT - 1 - (int) Math.round(within(part) * (PLOT_HEIGHT - 1));
    }

    private int column(double work) {
        return (int) Math.round(within(Math.log(work / leastWork) / Math.log(mostWork / leastWork)) * (PLOT_WIDTH - 1));
    }

    private static double within(double part) {
        return Math.max(0, Math.min(1, part));
    }

    /** The power of ten that belongs to a row, if one does. */
    private String label(int row) {
        for (double items = least; items <= most * 1.1; items *= TEN) {
            if (row(items) == row) {
                String text = Texts.number(items);
                return " ".repeat(Math.max(0, LEFT - 1 - text.length())) + text;
            }
        }
        return " ".repeat(LEFT - 1);
    }

    private String worksBelow() {
        StringBuilder line = new StringBuilder();
        for (long work : result.works()) {
            String text = texts.time(work);
            int wide = Texts.width(text);
            int start = Math.min(WIDTH - wide, LEFT + column(work) - wide / 2);
            line.append(" ".repeat(Math.max(1, start - Texts.width(line.toString()))))
                    .append(text);
        }
        return line.toString();
    }
}
