package dev.procpool.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The load average before a run, which tells whether other programs may have disturbed the figures.
 *
 * @param average of the last minute; empty where it is not known
 */
public record Load(OptionalDouble average) {

    /** The largest load average of a quiet machine. */
    public static final double QUIET = 0.5;

    /** The load average of this moment. */
    public static Load now() {
        double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return average < 0 ? unknown() : of(average);
    }

    public static Load of(double average) {
        return new Load(OptionalDouble.of(average));
    }

    public static Load unknown() {
        return new Load(OptionalDouble.empty());
    }

    /** Whether it is known that nothing else used the machine. */
    public boolean isQuiet() {
        return average.isPresent() && average.getAsDouble() <= QUIET;
    }

    /** Whether it is known that the machine was used. */
    public boolean isBusy() {
        return average.isPresent() && !isQuiet();
    }

    /** The load average, with a warning above the limit. */
    public String describe() {
        if (average.isEmpty()) {
            return "load average unknown";
        }
        String text = String.format(Locale.ROOT, "load average before: %.2f", average.getAsDouble());
        return isBusy() ? text + ", so NOT A QUIET MACHINE" : text;
    }
}
