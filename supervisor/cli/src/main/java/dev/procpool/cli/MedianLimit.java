package dev.procpool.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A time limit that is a percentage of the median run time of the items that have succeeded: of the last 999 of them,
 * from the third one on. It is never less than a second: the first items of a young JVM take longer than those that
 * follow. Not thread-safe.
 */
final class MedianLimit {

    private static final int REMEMBERED = 999;
    private static final int LEAST = 3;
    private static final int WHOLE = 100;
    private static final long SHORTEST_NANOS = 1_000_000_000;
    private static final long LONGEST_NANOS = Long.MAX_VALUE / 4;

    private final int percent;
    private final long[] inOrder = new long[REMEMBERED];
    private final long[] sorted = new long[REMEMBERED];
    private int count;
    private int next;
    private long lastNanos;

    MedianLimit(int percent) {
        this.percent = percent;
    }

    /** Adds the run time of an item that has succeeded; returns the limit if it has changed. */
    Optional<Duration> add(long ranNanos) {
        if (count == REMEMBERED) {
            remove(inOrder[next]);
        }
        insert(ranNanos);
        inOrder[next] = ranNanos;
        next = (next + 1) % REMEMBERED;
        long nanos = count < LEAST ? 0 : limitNanos();
        if (nanos == lastNanos) {
            return Optional.empty();
        }
        lastNanos = nanos;
        return Optional.of(Duration.ofNanos(nanos));
    }

    private long limitNanos() {
        double limit = (double) sorted[(count - 1) / 2] / WHOLE * percent;
        return (long) Math.min(LONGEST_NANOS, Math.max(SHORTEST_NANOS, limit));
    }

    private void insert(long nanos) {
        int found = Arrays.binarySearch(sorted, 0, count, nanos);
        int at = found < 0 ? -found - 1 : found;
        System.arraycopy(sorted, at, sorted, at + 1, count - at);
        sorted[at] = nanos;
        count++;
    }

    private void remove(long nanos) {
        int at = Arrays.binarySearch(sorted, 0, count, nanos);
        count--;
        System.arraycopy(sorted, at + 1, sorted, at, count - at);
    }
}
