package dev.procpool;

import java.util.Map;

/**
 * Named values that processes share, mirroring {@code multiprocessing.managers.Namespace}. Made by {@link
 * Manager#namespace}. Thread-safe. Names that begin with an underscore are not shared in Python, and are refused here.
 */
public interface Namespace {

    /**
     * The value with a name; null if that was set.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    <T> T get(String name);

    /**
     * Sets a value.
     *
     * @param value may be null
     * @throws IllegalArgumentException if the name begins with an underscore
     */
    void set(String name, Object value);

    /**
     * Removes a value.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    void remove(String name);

    /** A copy of all values, in the order in which their names were set first. */
    Map<String, Object> values();

    /** Whether {@code other} is a namespace with equal values. */
    @Override
    boolean equals(Object other);

    @Override
    int hashCode();
}
