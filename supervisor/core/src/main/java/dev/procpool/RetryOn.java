package dev.procpool;

/** A kind of failure after which an item may be run again. */
public enum RetryOn {
    /** Its worker died while running it. */
    DIED,
    /** It ran longer than its {@code timeout} or {@code softTimeout}. */
    TIMEOUT,
    /** It threw an exception, or its result could not be encoded. */
    ERROR
}
