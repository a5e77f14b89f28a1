package dev.procpool.internal.code;

import java.util.ArrayList;
import java.util.List;

/**
 * A space of workers, as far as one batch of items needs it: a class loader with these classes. Immutable; a space that
 * gets more classes is another object with the same id.
 *
 * @param id unique within the pool, among functions and shared values too
 * @param units the classes, in the order in which workers get them
 * @param life how long workers keep it
 */
public record ShippedSpace(long id, List<Unit> units, Life life) {

    /** How long workers keep a space. */
    public enum Life {
        /** Until the end of the only call that uses it. */
        CALL,
        /** Until other spaces take its place. */
        SHARED,
        /** As long as the pool: the initializer of workers has run in it. */
        POOL
    }

    /**
     * Classes that are sent together.
     *
     * @param id unique within the pool
     * @param bundle an encoded {@code ClassBundle}
     */
    public record Unit(long id, byte[] bundle) {}

    /** The same space with more classes. */
    ShippedSpace with(Unit more) {
        List<Unit> all = new ArrayList<>(units);
        all.add(more);
        return new ShippedSpace(id, List.copyOf(all), life);
    }

    ShippedSpace with(Life other) {
        return new ShippedSpace(id, units, other);
    }
}
