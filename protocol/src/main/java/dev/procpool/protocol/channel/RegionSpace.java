package dev.procpool.protocol.channel;

import java.util.ArrayDeque;

/**
 * Knows which part of a region is free. Frames lie one after the other, round and round, and are released in that
 * order. The round is as short as possible, so that the same pages are written again: four times the largest frame, and
 * longer only if the reader is far behind. A region without any frame starts over. Not thread-safe.
 */
final class RegionSpace {

    /** The result of {@link #find} if there is no room. */
    static final int NONE = -1;

    private static final int SHORTEST_ROUND = 1 << 20;
    private static final int FRAMES_PER_ROUND = 4;

    /** So that no two frames share a cache line. */
    private static final int ALIGNMENT = 64;

    private record Extent(int start, int end) {}

    private final int capacity;
    private final ArrayDeque<Extent> used = new ArrayDeque<>();
    private long released;
    private int round = SHORTEST_ROUND;

    RegionSpace(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Frees the frames that the reader has released: {@code frames} since the beginning, by the count of the reader.
     */
    void released(long frames) {
        while (released < frames && !used.isEmpty()) {
            used.removeFirst();
            released++;
        }
    }

    /** The offset at which there is room for a frame, or {@link #NONE}. */
    int find(int length) {
        if (length > capacity) {
            return NONE;
        }
        round = (int) Math.max(round, Math.min(capacity, (long) FRAMES_PER_ROUND * length));
        return used.isEmpty() ? 0 : findBehind(used.getLast(), length);
    }

    /** Takes the room that was found. */
    void take(int start, int length) {
        used.addLast(new Extent(start, start + length));
    }

    private int findBehind(Extent last, int length) {
        int next = (last.end + ALIGNMENT - 1) & -ALIGNMENT;
        int oldest = used.getFirst().start;
        if (last.start < oldest) {
            return length <= oldest - next ? next : NONE;
        }
        if (length <= round - next) {
            return next;
        }
        if (length <= oldest) {
            return 0;
        }
        return length <= capacity - next ? next : NONE;
    }
}
