package dev.procpool.bench.crossover;

import dev.procpool.bench.BusyWork;
import dev.procpool.task.TaskFunction;
import java.util.AbstractList;
import java.util.List;
import java.util.Random;

/** The function that is measured, and its items. */
final class Work {

    /** The most memory for arrays. A longer list has the same arrays again, but none twice within a chunk. */
    private static final int MOST_BYTES = 64 << 20;

    private static final int MOST_ARRAYS = 1 << 17;

    private Work() {}

    /** Needs a processor for a time, and returns the size of its item, or the item itself. */
    static TaskFunction<byte[], Object> spending(long nanos, boolean isEcho) {
        return isEcho ? item -> spend(nanos, item) : item -> spend(nanos, item).length;
    }

    /** Does nothing, and returns as {@link #spending} does. */
    static TaskFunction<byte[], Object> none(boolean isEcho) {
        return isEcho ? item -> item : item -> item.length;
    }

    /**
     * The same as {@link #spending} by a number of turns: nothing says how long a virtual thread has had a processor.
     */
    static long turning(long turns, byte[] item) {
        return BusyWork.turns(turns) + item.length;
    }

    private static byte[] spend(long nanos, byte[] item) {
        BusyWork.spend(nanos);
        return item;
    }

    /** Distinct arrays of random bytes. */
    static byte[][] arrays(int payload) {
        byte[][] arrays = new byte[Math.min(MOST_ARRAYS, MOST_BYTES / payload)][payload];
        Random random = new Random(payload);
        for (byte[] array : arrays) {
            random.nextBytes(array);
        }
        return arrays;
    }

    /** A list of {@code count} items that are taken from {@code arrays} in turn. */
    static List<byte[]> items(byte[][] arrays, int count) {
        return new AbstractList<>() {
            @Override
            public byte[] get(int index) {
                return arrays[index % arrays.length];
            }

            @Override
            public int size() {
                return count;
            }
        };
    }
}
