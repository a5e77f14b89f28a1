package dev.procpool.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Draws values along a line, each at the time of its arrival. */
final class Timeline {

    private static final int COLUMNS = 48;
    private static final String VALUE = "value";
    private static final String MILLIS = "afterMillis";

    private Timeline() {}

    /** Whether a fact is a list of arrivals: parts that are a value and its time, and nothing else. */
    static boolean canDraw(List<?> list) {
        return list.size() > 1
                && list.stream()
                        .allMatch(part ->
                                part instanceof Map<?, ?> map && map.keySet().equals(Set.of(VALUE, MILLIS)));
    }

    /** The line; the latest arrival is at its end. */
    static String line(List<?> arrivals, String fill) {
        long latest =
                Math.max(1, arrivals.stream().mapToLong(Timeline::millis).max().orElse(1));
        StringBuilder line = new StringBuilder();
        int columns = 0;
        for (int i = 0; i < arrivals.size(); i++) {
            int behind = arrivals.size() - 1 - i; // values that need a column each
            int column = (int) Math.min(COLUMNS - behind, COLUMNS * millis(arrivals.get(i)) / latest);
            for (; columns < column - 1; columns++) {
                line.append(fill);
            }
            line.append(((Map<?, ?>) arrivals.get(i)).get(VALUE));
            columns++;
        }
        return line.toString();
    }

    static String times(List<?> arrivals, String separator) {
        return arrivals.stream().map(arrival -> Long.toString(millis(arrival))).collect(Collectors.joining(separator));
    }

    private static long millis(Object arrival) {
        return ((Number) ((Map<?, ?>) arrival).get(MILLIS)).longValue();
    }
}
