package dev.procpool.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;

/**
 * The goal of a row: a figure as such, or a multiple of another figure of the same run.
 *
 * @param text as the table has it
 * @param peer the peer whose figure the row is compared with; empty for procpool itself
 * @param row the row that it is compared with; empty for the same row
 * @param limitSince25 the limit on JDK 25 and newer
 */
public record Target(
        String text, Optional<Peer> peer, Optional<Row> row, Bound bound, double limit, double limitSince25) {

    /** The part of a bare JVM's figure that pools of sleeping tasks should reach. */
    static final double SLEEP = 0.9;

    /** Times that repeat within this factor on a shared machine. */
    static final double FLAT = 1.5;

    private static final int NEWER_JDK = 25;

    /** The good side of the limit. */
    public enum Bound {
        /** The limit or more. */
        AT_LEAST,
        /** The limit or less. */
        AT_MOST
    }

    static Target times(Peer peer, double limit) {
        String text = "≥ " + plain(limit) + " × " + name(peer);
        return new Target(text, Optional.of(peer), Optional.empty(), Bound.AT_LEAST, limit, limit);
    }

    static Target atMostTimes(Peer peer, double limit) {
        return atMostTimes(peer, limit, limit);
    }

    static Target atMostTimes(Peer peer, double limit, double since25) {
        String text = "≤ " + limits(limit, since25) + " × " + name(peer);
        return new Target(text, Optional.of(peer), Optional.empty(), Bound.AT_MOST, limit, since25);
    }

    /** At most the figure of a peer divided by {@code parts}. */
    static Target atMostPart(Peer peer, int parts) {
        String text = "≤ 1/" + parts + " of " + name(peer);
        return new Target(text, Optional.of(peer), Optional.empty(), Bound.AT_MOST, 1.0 / parts, 1.0 / parts);
    }

    /** At least the figure of Python's pool, times {@code limit}. */
    static Target timesPool(double limit) {
        return times(Peer.PYTHON_FORK, limit);
    }

    /** At most the figure of Python's pool, divided by {@code parts}. */
    static Target atMostPartOfPool(int parts) {
        return atMostPart(Peer.PYTHON_FORK, parts);
    }

    /** At least the figure of Python's pool at its best chunk size, times {@code limit}. */
    static Target timesBest(double limit) {
        return times(Peer.PYTHON_BEST, limit);
    }

    /** At most the figure of Python's pool at its best chunk size, times {@code limit}. */
    static Target atMostTimesBest(double limit) {
        return atMostTimes(Peer.PYTHON_BEST, limit);
    }

    /** At least the figure of Python without a pool, times {@code limit}. */
    static Target timesPython(double limit) {
        return ofPython("≥ " + plain(limit) + " × ", Bound.AT_LEAST, limit);
    }

    /** At most the figure of Python without a pool, times {@code limit}. */
    static Target atMostTimesPython(double limit) {
        return ofPython("≤ " + plain(limit) + " × ", Bound.AT_MOST, limit);
    }

    /** At most the figure of Python without a pool, divided by {@code parts}. */
    static Target atMostPartOfPython(int parts) {
        return ofPython("≤ 1/" + parts + " of ", Bound.AT_MOST, 1.0 / parts);
    }

    private static Target ofPython(String amount, Bound bound, double limit) {
        return new Target(amount + "Python's", Optional.of(Peer.PYTHON_FORK), Optional.empty(), bound, limit, limit);
    }

    /** At most the figure of another row times {@code limit}. */
    static Target atMostTimes(Row row, double limit) {
        String text = "≤ " + plain(limit) + " × that of “" + row.title() + "”";
        return new Target(text, Optional.empty(), Optional.of(row), Bound.AT_MOST, limit, limit);
    }

    static Target atLeast(String unit, double limit) {
        String text = "≥ " + plain(limit) + " " + unit;
        return new Target(text, Optional.empty(), Optional.empty(), Bound.AT_LEAST, limit, limit);
    }

    static Target atMost(String unit, double limit) {
        return atMost(unit, limit, limit);
    }

    static Target atMost(String unit, double limit, double since25) {
        String text = "≤ " + limits(limit, since25) + " " + unit;
        return new Target(text, Optional.empty(), Optional.empty(), Bound.AT_MOST, limit, since25);
    }

    private static String limits(double limit, double since25) {
        return limit == since25 ? plain(limit) : plain(limit) + " (JDK 25: " + plain(since25) + ")";
    }

    private static String name(Peer peer) {
        return switch (peer) {
            case PYTHON_FORK -> "Python's Pool";
            case PYTHON_BEST -> "Python's best chunk size";
            case PYTHON_SPAWN -> "Python's spawn Pool";
            default -> peer.title();
        };
    }

    private static String plain(double limit) {
        return limit == Math.rint(limit) ? String.format(Locale.ROOT, "%.0f", limit) : Double.toString(limit);
    }

    private boolean isAbsolute() {
        return peer.isEmpty() && row.isEmpty();
    }

    /**
     * Computes the value to compare with the limit; empty where a figure is missing.
     *
     * @param of the row with this target
     * @param ours the column of procpool
     * @param medians the figures of the run
     */
    public OptionalDouble reached(Row of, Peer ours, BiFunction<Peer, Row, OptionalDouble> medians) {
        OptionalDouble figure = medians.apply(ours, of);
        if (isAbsolute() || figure.isEmpty()) {
            return figure;
        }
        OptionalDouble other = medians.apply(peer.orElse(ours), row.orElse(of));
        return other.isEmpty() ? other : OptionalDouble.of(figure.getAsDouble() / other.getAsDouble());
    }

    /** Whether {@code reached} meets the limit for the given JDK. */
    public boolean isMet(double reached, int jdk) {
        double wanted = jdk >= NEWER_JDK ? limitSince25 : limit;
        return bound == Bound.AT_LEAST ? reached >= wanted : reached <= wanted;
    }

    /** The text of {@code reached} in the table. */
    public String describe(double reached) {
        if (isAbsolute()) {
            return Figures.text(reached);
        }
        return bound == Bound.AT_MOST && limit < 1 && reached < 1
                ? "1/" + Figures.text(1 / reached)
                : Figures.text(reached) + " ×";
    }
}
