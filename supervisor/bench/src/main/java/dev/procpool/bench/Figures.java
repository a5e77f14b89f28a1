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

    private static final int THREE_DIGITS = 100;

    private final Map<Row, Map<Peer, Samples>> samples = new EnumMap<>(Row.class);

    /** Notes the samples of a cell. */
    public void add(Row row, Peer peer, Samples values) {
        samples.computeIfAbsent(row, key -> new EnumMap<>(Peer.class)).put(peer, values);
    }

    /** Whether a cell was measured. */
    public boolean has(Row row, Peer peer) {
        return samples.getOrDefault(row, Map.of()).containsKey(peer);
    }

    /** The rows that were measured for any peer, in their order. */
    public List<Row> rows() {
        return List.copyOf(samples.keySet());
    }

    /** The groups of which a row was measured, in their order. */
    List<Group> groups() {
        return rows().stream().map(Row::group).distinct().toList();
    }

    /** The rows of a group that were measured, in their order. */
    List<Row> rows(Group group) {
        return rows().stream().filter(row -> row.group() == group).toList();
    }

    /** The peers that were measured in any row, in their order. */
    public List<Peer> peers() {
        return peers(rows());
    }

    /** The peers that were measured in any of these rows, in their order. */
    List<Peer> peers(List<Row> rows) {
        return Arrays.stream(Peer.values())
                .filter(peer -> rows.stream().anyMatch(row -> has(row, peer)))
                .toList();
    }

    /** The samples of a row. */
    public Map<Peer, Samples> of(Row row) {
        return Collections.unmodifiableMap(samples.getOrDefault(row, Map.of()));
    }

    public OptionalDouble median(Peer peer, Row row) {
        Samples values = of(row).get(peer);
        return values == null ? OptionalDouble.empty() : OptionalDouble.of(values.median());
    }

    /** The text of a cell; {@code –} without samples. */
    public String describe(Peer peer, Row row) {
        Samples values = of(row).get(peer);
        return values == null ? "–" : values.describe();
    }

    static String text(double figure) {
        return String.format(
                Locale.ROOT,
                figure < 1 ? "%.3f" : figure < 10 ? "%.2f" : figure < THREE_DIGITS ? "%.1f" : "%,.0f",
                figure);
    }
}
