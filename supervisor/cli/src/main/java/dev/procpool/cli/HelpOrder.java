package dev.procpool.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The groups of options in a help text, the most needed first. Options without a place, which picocli gives -1, are
 * last.
 */
final class HelpOrder {

    static final int SIZE = -9;
    static final int ITEMS = -8;
    static final int RESULTS = -7;
    static final int SUPERVISION = -6;
    static final int JOB_LOG = -5;
    static final int FLOW = -4;
    static final int WORKERS = -3;
    static final int POOL = -2;

    private static final Map<Integer, String> HEADINGS = new TreeMap<>(Map.of(
            SIZE, "How many at a time",
            ITEMS, "Items",
            RESULTS, "Results",
            SUPERVISION, "When something goes wrong",
            JOB_LOG, "Long runs",
            FLOW, "Pace",
            WORKERS, "Worker JVMs",
            POOL, "Messages and surroundings"));

    private HelpOrder() {}

    /** The places of the groups, in their order. */
    static List<Integer> places() {
        return List.copyOf(HEADINGS.keySet());
    }

    static String heading(int place) {
        return HEADINGS.get(place);
    }
}
