package dev.procpool.protocol.between;

/**
 * Memory that several processes read and change, in words of 64 bits. Every method is one atomic, volatile access. An
 * offset is in bytes and a multiple of 8.
 */
interface Words {

    /** The word at an offset. */
    long get(int at);

    /** Replaces the word at an offset. */
    void set(int at, long value);

    /** Replaces the word at an offset if it is {@code expected}; returns whether it was. */
    boolean compareAndSet(int at, long expected, long value);

    /** Adds to the word at an offset; returns the word before. */
    long getAndAdd(int at, long delta);
}
