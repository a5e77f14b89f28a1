package dev.procpool;

import dev.procpool.internal.between.NewObjects;
import java.io.Serializable;

/**
 * An array that processes share, mirroring Python's {@code multiprocessing.Array}
 * ({@code multiprocessing/sharedctypes.py}). Thread-safe.
 *
 * <pre>{@code
 * try (SharedArray.OfInt histogram = SharedArray.ofInts(256); Pool pool = Pool.open(4)) {
 *     pool.map(image -> count(image, histogram), images); // histogram.addAndGet(pixel, 1)
 * }
 * }</pre>
 *
 * <p>The elements lie in memory that every process maps. Accesses to one element are atomic and are seen at once; in
 * Python {@code array[i] += 1} needs the array's lock. {@code read} and {@code write} copy several elements and are
 * not atomic: changes of elements that belong together need {@link #lock}.
 *
 * <p>The array is a handle, which travels and dies as that of a {@link ProcessLock}; an array that travels is not
 * copied. Every method throws {@link HomeGoneException} if the home is gone or has closed the array, and {@link
 * IndexOutOfBoundsException} for an element that there is not.
 */
public interface SharedArray extends AutoCloseable, Serializable {

    /**
     * Creates an array of zeros whose home is this process.
     *
     * @throws IllegalArgumentException if {@code length} is negative, or the array larger than 2 GiB
     * @throws PoolException if there is no room for its memory
     */
    static OfInt ofInts(int length) {
        return NewObjects.ints(length);
    }

    /**
     * Creates an array of zeros whose home is this process.
     *
     * @throws IllegalArgumentException if {@code length} is negative, or the array larger than 2 GiB
     * @throws PoolException if there is no room for its memory
     */
    static OfLong ofLongs(int length) {
        return NewObjects.longs(length);
    }

    /**
     * Creates an array of zeros whose home is this process.
     *
     * @throws IllegalArgumentException if {@code length} is negative, or the array larger than 2 GiB
     * @throws PoolException if there is no room for its memory
     */
    static OfDouble ofDoubles(int length) {
        return NewObjects.doubles(length);
    }

    /**
     * Creates an array of zeros whose home is this process.
     *
     * @throws IllegalArgumentException if {@code length} is negative, or the array larger than 2 GiB
     * @throws PoolException if there is no room for its memory
     */
    static OfByte ofBytes(int length) {
        return NewObjects.bytes(length);
    }

    /** The number of elements. */
    int length();

    /**
     * The lock that belongs to the array, as Python's {@code get_lock()}: reentrant, and of no effect on the methods of
     * the array. It ends with the array; its own {@code close} has no effect.
     */
    ProcessLock lock();

    /**
     * Ends the array and frees its memory, in the process that created it: every later operation in any process throws
     * {@link HomeGoneException}. Has no effect in another process. Idempotent. An array that is never closed ends with
     * the process that created it; one that never left that process, when neither it nor its lock is reachable.
     */
    @Override
    void close();

    /** An array of {@code int}. */
    interface OfInt extends SharedArray {

        /** The element at an index. */
        int get(int index);

        /** Sets an element. */
        void set(int index, int value);

        /** Adds to an element; returns the sum. */
        int addAndGet(int index, int delta);

        /** Sets an element if it is {@code expected}; returns whether it was. */
        boolean compareAndSet(int index, int expected, int value);

        /** Copies elements from {@code from} on, until {@code into} is full. */
        void read(int from, int[] into);

        /** Replaces elements from {@code from} on with all {@code values}. */
        void write(int from, int[] values);
    }

    /** An array of {@code long}. */
    interface OfLong extends SharedArray {

        /** The element at an index. */
        long get(int index);

        /** Sets an element. */
        void set(int index, long value);

        /** Adds to an element; returns the sum. */
        long addAndGet(int index, long delta);

        /** Sets an element if it is {@code expected}; returns whether it was. */
        boolean compareAndSet(int index, long expected, long value);

        /** Copies elements from {@code from} on, until {@code into} is full. */
        void read(int from, long[] into);

        /** Replaces elements from {@code from} on with all {@code values}. */
        void write(int from, long[] values);
    }

    /** An array of {@code double}. */
    interface OfDouble extends SharedArray {

        /** The element at an index. */
        double get(int index);

        /** Sets an element. */
        void set(int index, double value);

        /** Adds to an element; returns the sum. */
        double addAndGet(int index, double delta);

        /** Sets an element if it is {@code expected}; returns whether it was. Compares bits. */
        boolean compareAndSet(int index, double expected, double value);

        /** Copies elements from {@code from} on, until {@code into} is full. */
        void read(int from, double[] into);

        /** Replaces elements from {@code from} on with all {@code values}. */
        void write(int from, double[] values);
    }

    /** An array of {@code byte}. */
    interface OfByte extends SharedArray {

        /** The element at an index. */
        byte get(int index);

        /** Sets an element. */
        void set(int index, byte value);

        /** Adds to an element; returns the sum. */
        byte addAndGet(int index, byte delta);

        /** Sets an element if it is {@code expected}; returns whether it was. */
        boolean compareAndSet(int index, byte expected, byte value);

        /** Copies elements from {@code from} on, until {@code into} is full. */
        void read(int from, byte[] into);

        /** Replaces elements from {@code from} on with all {@code values}. */
        void write(int from, byte[] values);
    }
}
