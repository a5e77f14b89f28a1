package dev.procpool;

/** A kind of failure after which an item may be run again. */
public enum RetryOn {
    /** The worker died while running the item. */
    DIED,
    /** The item ran longer than its {@code timeout} or {@code softTimeout}. */
    TIMEOUT,
    /** The task threw an exception, or its result could not be encoded. */
    ERROR
}
