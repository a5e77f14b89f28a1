package dev.procpool.cli;

import java.util.Arrays;

/**
 * The numbers of the items of a call, by their positions in it. They differ where items are left out; each run of items
 * without a gap is kept as its beginning. Thread-safe.
 */
final class ItemNumbers {

    private static final int FEW = 16;

    private long[] positions = new long[FEW]; // guarded by this, as the others
    private long[] numbers = new long[FEW];
    private int runs;
    private long nextNumber;

    /** Notes the number of the next position; positions are noted in order, from 0. */
    synchronized void add(long position, long number) {
        if (number != nextNumber || runs == 0) {
            if (runs == positions.length) {
                positions = Arrays.copyOf(positions, 2 * runs);
                numbers = Arrays.copyOf(numbers, 2 * runs);
            }
            positions[runs] = position;
            numbers[runs++] = number;
        }
        nextNumber = number + 1;
    }

    /** The number of an item that was noted. */
    synchronized long of(long position) {
        int found = Arrays.binarySearch(positions, 0, runs, position);
        int run = found >= 0 ? found : -found - 2;
        return numbers[run] + position - positions[run];
    }
}
