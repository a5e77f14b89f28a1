package dev.procpool.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The time that an item may run, as it stands on the command line: a duration, or a percentage of the median run time,
 * as in GNU parallel.
 *
 * @param fixed the time; empty for one that depends on the items that have ended
 * @param percent the percentage of the median; 0 for a fixed time
 */
record TimeLimit(Optional<Duration> fixed, int percent) {

    /** Until a median is known: long, so that no item reaches it. */
    private static final Duration NOT_KNOWN_YET = Duration.ofDays(365);

    private static final int WHOLE = 100;

    /** The limit of the first items. */
    Duration first() {
        return fixed.orElse(NOT_KNOWN_YET);
    }

    /** The limits of the items after them; empty for a fixed time. */
    Optional<MedianLimit> later() {
        return fixed.isPresent() ? Optional.empty() : Optional.of(new MedianLimit(percent));
    }

    /** Reads it from the command line. */
    static final class Text implements ITypeConverter<TimeLimit> {

        private static final Pattern PERCENT = Pattern.compile("(\\d{1,6})%");

        @Override
        public TimeLimit convert(String text) {
            Matcher percent = PERCENT.matcher(text);
            if (!percent.matches()) {
                return new TimeLimit(Optional.of(new DurationText().convert(text)), 0);
            }
            int number = Integer.parseInt(percent.group(1));
            if (number <= WHOLE) {
                throw new TypeConversionException("'" + text + "' of the median would end every second item: it has to"
                        + " be more than 100%, such as 300%");
            }
            return new TimeLimit(Optional.empty(), number);
        }
    }
}
