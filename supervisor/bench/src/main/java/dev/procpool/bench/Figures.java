package dev.procpool.bench;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** All samples of a run. Not thread-safe. */
public final class Figures {

    private static final int PERCENT = 100;
    private static final int THREE_DIGITS = 100;

    private final Map<Row, Map<Peer, double[]>> samples = new EnumMap<>(Row.class);

    /** Notes the samples of a cell. */
    public void add(Row row, Peer peer, double[] values) {
        samples.computeIfAbsent(row, key -> new EnumMap<>(Peer.class)).put(peer, values.clone());
    }

    /** Whether a cell was measured. */
    public boolean has(Row row, Peer peer) {
        return samples.getOrDefault(row, Map.of()).containsKey(peer);
    }

    /** The rows that were measured for any peer, in their order. */
    public List<Row> rows() {
        return List.copyOf(samples.keySet());
    }

    /** The peers that were measured in any row, in their order. */
    public List<Peer> peers() {
        return Arrays.stream(Peer.values())
                .filter(peer -> samples.values().stream().anyMatch(row -> row.containsKey(peer)))
                .toList();
    }

    /** The samples of a row. */
    public Map<Peer, double[]> of(Row row) {
        return Collections.unmodifiableMap(samples.getOrDefault(row, Map.of()));
    }

    public OptionalDouble median(Peer peer, Row row) {
        double[] values = samples.getOrDefault(row, Map.of()).get(peer);
        return values == null ? OptionalDouble.empty() : OptionalDouble.of(median(values));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /**
     * The median and, for several samples, half their range in percent: {@code 2.39 ±8%}; {@code –} without samples.
     */
    public String describe(Peer peer, Row row) {
        double[] values = samples.getOrDefault(row, Map.of()).get(peer);
        if (values == null) {
            return "–";
        }
        double median = median(values);
        if (values.length == 1 || median == 0) {
            return text(median);
        }
        double range = Arrays.stream(values).max().orElseThrow()
                - Arrays.stream(values).min().orElseThrow();
        return text(median) + " ±" + Math.round(range / 2 / median * PERCENT) + "%";
    }

    static String text(double figure) {
        return String.format(
                Locale.ROOT,
                figure < 1 ? "%.3f" : figure < 10 ? "%.2f" : figure < THREE_DIGITS ? "%.1f" : "%,.0f",
                figure);
    }
}
