package dev.procpool.cli;

import dev.procpool.lines.LineResults;
import dev.procpool.tasks.OneLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sums up how long the items of a run took. Not thread-safe. */
final class ItemTimes {

    private static final int SHOWN = 3;

    /**
     * An item that took long.
     *
     * @param number the number of the item
     * @param text the item, or its beginning
     */
    record Slow(long number, String text, long ranNanos) {}

    private final List<Slow> slowest = new ArrayList<>();
    private long items;
    private long failed;
    private long ranNanos;
    private long queuedNanos;

    void add(long number, LineResults item) {
        items++;
        failed += item.failure() == null ? 0 : 1;
        long ran = item.ranNanos();
        ranNanos += ran;
        queuedNanos += item.attempt().queued().toNanos();
        if (ran > 0 && (slowest.size() < SHOWN || ran > slowest.get(SHOWN - 1).ranNanos())) {
            slowest.add(new Slow(number, OneLine.briefly(item.line().toString()), ran));
            slowest.sort(Comparator.comparingLong(Slow::ranNanos).reversed());
            if (slowest.size() > SHOWN) {
                slowest.remove(SHOWN);
            }
        }
    }

    long items() {
        return items;
    }

    long failed() {
        return failed;
    }

    /** The sum of the times for which the items ran. */
    long ranNanos() {
        return ranNanos;
    }

    /** The sum of the times for which the items waited for a worker. */
    long queuedNanos() {
        return queuedNanos;
    }

    /** The items that ran for the longest times, at most three, the slowest first. */
    List<Slow> slowest() {
        return List.copyOf(slowest);
    }
}
