package dev.procpool.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A duration as it stands on the command line: {@code 30s}, {@code 500ms}, {@code 1.5m}, {@code 2h}; seconds by
 * default.
 */
final class DurationText implements ITypeConverter<Duration> {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|d)?");
    private static final Map<String, Long> NANOS = Map.of(
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);

    @Override
    public Duration convert(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a duration such as 30s, 500ms, 1.5m or 2h");
        }
        long unit = NANOS.get(matcher.group(2) == null ? "s" : matcher.group(2));
        BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        if (nanos.signum() == 0 || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE / 4)) > 0) {
            throw new TypeConversionException("'" + text + "' is too " + (nanos.signum() == 0 ? "short" : "long"));
        }
        return Duration.ofNanos(nanos.longValue());
    }

    /** A duration for people: {@code 1.5s}, {@code 200ms}, {@code 1m 30s}. */
    static String of(Duration duration) {
        if (duration.toSeconds() == 0) {
            return duration.toMillis() + "ms";
        }
        String parts = duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
        return parts.replaceAll("(?<=[hm])(?=\\d)", " ");
    }
}
