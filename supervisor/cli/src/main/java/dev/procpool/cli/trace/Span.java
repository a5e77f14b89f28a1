package dev.procpool.cli.trace;

/**
 * Something that lasted. Immutable.
 *
 * @param kind what lasted
 * @param place the worker
 * @param fromNanos the start, in nanoseconds since 1970-01-01T00:00Z
 * @param nanos the duration
 * @param items the items that ran one after the other; null for the start of a worker
 */
public record Span(Kind kind, Place place, long fromNanos, long nanos, Items items) {

    /** The kinds of spans. */
    public enum Kind {
        /** A worker's JVM started, from the start of its process until the worker took items. */
        START_UP,
        /** Items that have a result. */
        OK,
        /** Items that have failed. */
        FAILED,
        /** An attempt that has failed, of an item that was run again. */
        RETRIED;
    }

    /**
     * Items of a span. Immutable.
     *
     * @param first the number of the first item, from 0
     * @param count how many they are
     * @param attempt the number of the attempt, from 1
     * @param text the argument of the only item; empty if it is not known
     * @param outcome one word: {@code ok}, or the kind of the failure
     */
    public record Items(long first, int count, int attempt, String text, String outcome) {

        /** The items as messages call them: {@code item 17}, or {@code items 17 to 20}. */
        public String name() {
            return count == 1 ? "item " + first : "items " + first + " to " + (first + count - 1);
        }
    }

    /** The start of a worker. */
    public static Span startUp(Place place, long fromNanos, long nanos) {
        return new Span(Kind.START_UP, place, fromNanos, nanos, null);
    }

    /** The end. */
    public long toNanos() {
        return fromNanos + nanos;
    }
}
