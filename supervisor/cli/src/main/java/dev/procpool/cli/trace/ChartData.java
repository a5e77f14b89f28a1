package dev.procpool.cli.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The contents of a chart, in bounded memory: neighbours become one where there are more than 4,000 bars, and workers
 * beyond the first 200 are only counted. Not thread-safe.
 */
final class ChartData {

    private static final int MAX_BARS = 4_000;
    private static final int MAX_LANES = 200;
    private static final int MAX_LEVELS = 2_000;
    private static final long FIRST_MERGE_NANOS = 1_000;

    private static final Comparator<Place> BY_POOL_AND_NUMBER =
            Comparator.comparing(Place::pool).thenComparingInt(Place::worker);

    /** How many items waited at a moment. Immutable. */
    record Level(long atNanos, long items) {}

    /** Sums over the whole run. Changed by the data only. */
    static final class Sums {
        long items;
        long failed;
        long retries;
        long deaths;
        long startUps;
        long outside;
        long endNanos;
    }

    private final Map<Place, Lane> lanes = new TreeMap<>(BY_POOL_AND_NUMBER);
    private final List<Level> levels = new ArrayList<>();
    private final Sums sums = new Sums();
    private long mergedNanos;
    private int bars;

    void add(Span span) {
        sums.endNanos = Math.max(sums.endNanos, span.toNanos());
        if (span.items() == null) {
            sums.startUps++;
        } else if (span.kind() != Span.Kind.RETRIED) {
            sums.items += span.items().count();
            sums.failed += span.kind() == Span.Kind.FAILED ? span.items().count() : 0;
        }
        Lane lane = lane(span.place());
        if (lane == null) {
            sums.outside++;
        } else {
            lane.add(span);
            added();
        }
    }

    void add(Mark mark) {
        sums.endNanos = Math.max(sums.endNanos, mark.atNanos());
        if (mark.kind() == Mark.Kind.DEATH) {
            sums.deaths++;
        } else {
            sums.retries++;
        }
        Lane lane = lane(mark.place());
        if (lane != null) {
            lane.add(mark);
            added();
        }
    }

    void pending(long atNanos, long items) {
        sums.endNanos = Math.max(sums.endNanos, atNanos);
        levels.add(new Level(atNanos, items));
        if (levels.size() > MAX_LEVELS) {
            for (int i = levels.size() - 2; i > 0; i -= 2) {
                levels.remove(i);
            }
        }
    }

    /** The row of a worker; null if there are too many rows. */
    private Lane lane(Place place) {
        Place row = new Place(place.pool(), place.worker(), 0);
        Lane lane = lanes.get(row);
        if (lane == null && lanes.size() < MAX_LANES) {
            lane = new Lane(row.name());
            lanes.put(row, lane);
        }
        return lane;
    }

    private void added() {
        bars++;
        if (bars > MAX_BARS) {
            merge();
            while (bars > MAX_BARS / 2) {
                mergedNanos = Math.max(FIRST_MERGE_NANOS, 2 * mergedNanos);
                merge();
            }
        }
    }

    private void merge() {
        bars = 0;
        for (Lane lane : lanes.values()) {
            lane.merge(mergedNanos);
            bars += lane.size();
        }
    }

    /** The rows, each with its bars in the order of time. */
    List<Lane> lanes() {
        merge();
        return List.copyOf(lanes.values());
    }

    List<Level> levels() {
        return levels;
    }

    Sums sums() {
        return sums;
    }

    /** The longest bar that several neighbours became; 0 if each has a bar of its own. */
    long mergedNanos() {
        return mergedNanos;
    }
}
