package dev.procpool.bench;

/** In which runs a row is measured; each includes the ones before. */
public enum Size {
    /** All runs, {@code --quick} too. */
    QUICK,
    /** The default. */
    NORMAL,
    /** Those with {@code --full}, and with {@code --rows BETWEEN}. */
    BETWEEN,
    /** Those with {@code --full}. */
    FULL,
    /** Those with {@code --soak}. */
    SOAK
}
