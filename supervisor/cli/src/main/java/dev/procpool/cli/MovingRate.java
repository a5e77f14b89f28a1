package dev.procpool.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * The rate at which items become done: of the last 15 seconds, or of the whole run where hardly any item became done in
 * these. Not thread-safe.
 */
final class MovingRate {

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double FEW = 10;
    private static final double NANOS_PER_SECOND = 1e9;

    private record Sample(long nanos, double done) {}

    private final Sample first;
    private final Deque<Sample> recent = new ArrayDeque<>();

    /** @param nowNanos when the first items were sent */
    MovingRate(long nowNanos, double done) {
        first = new Sample(nowNanos, done);
        recent.add(first);
    }

    /** Items a second, now that {@code done} of them are done; empty before any is. */
    OptionalDouble at(long nowNanos, double done) {
        while (recent.size() > 1 && nowNanos - recent.getFirst().nanos > WINDOW_NANOS) {
            recent.removeFirst();
        }
        Sample since = done - recent.getFirst().done < FEW ? first : recent.getFirst();
        if (nowNanos - recent.getLast().nanos >= SAMPLE_NANOS) {
            recent.addLast(new Sample(nowNanos, done));
        }
        if (done <= since.done || nowNanos <= since.nanos) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((done - since.done) / (nowNanos - since.nanos) * NANOS_PER_SECOND);
    }
}
