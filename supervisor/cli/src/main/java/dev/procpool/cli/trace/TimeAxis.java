package dev.procpool.cli.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * The horizontal axis of a chart. Immutable.
 *
 * @param left the place of its beginning, in pixels
 * @param width its length, in pixels
 * @param nanos the duration that it shows
 */
record TimeAxis(int left, int width, long nanos) {

    private static final int MOST_TICKS = 11;
    private static final int[] STEPS = {1, 2, 5};
    private static final int TEN = 10;

    /**
     * A time that has a label. Immutable.
     *
     * @param nanos the time since the beginning
     */
    record Tick(long nanos, String label) {}

    /** The place of a time. */
    double x(long time) {
        return left + (double) Math.max(0, Math.min(time, nanos)) / nanos * width;
    }

    /** Round times, at most eleven. */
    List<Tick> ticks() {
        TimeUnits unit = TimeUnits.fitting(nanos);
        long step = step();
        int decimals = 0;
        for (long rest = unit.nanos(); step % rest != 0; rest /= TEN) {
            decimals++;
        }
        List<Tick> ticks = new ArrayList<>();
        for (long at = 0; at <= nanos; at += step) {
            ticks.add(new Tick(at, unit.text(at, decimals)));
        }
        return ticks;
    }

    private long step() {
        for (long power = 1; ; power *= TEN) {
            for (int digit : STEPS) {
                if (nanos / (digit * power) < MOST_TICKS) {
                    return digit * power;
                }
            }
        }
    }
}
