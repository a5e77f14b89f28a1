package dev.procpool.bench;

import java.util.Arrays;

/**
 * The samples of a cell.
 *
 * @param note a condition that belongs to the figure, such as the chunk size; empty for most cells
 */
public record Samples(double[] values, String note) {

    private static final int PERCENT = 100;

    static Samples of(double... values) {
        return new Samples(values, "");
    }

    double median() {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** The median and, for several samples, half their range in percent, and the note: {@code 2.39 ±8%, at 1000}. */
    String describe() {
        String text = Figures.text(median());
        if (values.length > 1 && median() != 0) {
            double range = Arrays.stream(values).max().orElseThrow()
                    - Arrays.stream(values).min().orElseThrow();
            text += " ±" + Math.round(range / 2 / median() * PERCENT) + "%";
        }
        return note.isEmpty() ? text : text + ", " + note;
    }
}
