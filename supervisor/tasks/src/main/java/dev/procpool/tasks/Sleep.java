package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sleeps for a duration and returns its text. */
final class Sleep implements TaskFunction<String, String> {

    private static final long serialVersionUID = 1L;
    private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h)?");
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);

    @Override
    public String apply(String text) throws InterruptedException {
        Thread.sleep(millis(text.strip()));
        return text;
    }

    static long millis(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new UnusableItemException(
                    "'" + OneLine.briefly(text) + "' is not a duration like 200ms, 1.5s or 2", null);
        }
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        return new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(MILLIS.get(unit)))
                .longValue();
    }
}
