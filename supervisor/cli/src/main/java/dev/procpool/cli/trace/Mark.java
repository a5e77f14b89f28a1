package dev.procpool.cli.trace;

/**
 * Something that happened at one moment. Immutable.
 *
 * @param kind what happened
 * @param place the worker
 * @param atNanos the moment, in nanoseconds since 1970-01-01T00:00Z
 * @param text what happened, as the end of a sentence that begins with the worker or with {@code the item}
 * @param item the number of the item, from 0; negative for none
 */
public record Mark(Kind kind, Place place, long atNanos, String text, long item) {

    /** The kinds of marks. */
    public enum Kind {
        /** A worker died that was not asked to leave, or was killed. */
        DEATH,
        /** An item has failed and is run again. */
        RETRY
    }
}
