package dev.procpool.internal.base;

import java.util.Optional;

/**
 * The name of a pool in texts. Immutable.
 *
 * @param given the name, if the pool has one
 */
public record PoolName(Optional<String> given) {

    /** No name. */
    public static final PoolName NONE = new PoolName(Optional.empty());

    /** The pool as the subject of a sentence: {@code the pool}, or {@code pool images}. */
    public String subject() {
        return given.map(name -> "pool " + name).orElse("the pool");
    }

    /** The name of something that belongs to the pool: {@code worker 3}, or {@code worker 3 of images}. */
    public String of(String part) {
        return given.map(name -> part + " of " + name).orElse(part);
    }
}
