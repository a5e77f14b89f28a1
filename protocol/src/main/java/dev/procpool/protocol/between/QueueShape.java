package dev.procpool.protocol.between;

/**
 * The fixed numbers of a queue, which its creator writes into its words and every participant checks once. Immutable.
 *
 * @param capacity the most items
 * @param ringBytes the size of the ring, a power of two
 * @param redelivers whether the items of a process that died come back; they count as done otherwise
 * @param hasEnds whether the queue ends for readers when no process can write any more, and the reverse
 */
public record QueueShape(int capacity, int ringBytes, boolean redelivers, boolean hasEnds) {

    /** The smallest ring. */
    public static final int MIN_RING = 1 << 12;

    /** The largest ring. */
    public static final int MAX_RING = 1 << 30;

    private static final long REDELIVERS = 1;
    private static final long HAS_ENDS = 2;

    /** Checks the numbers. */
    public QueueShape {
        if (capacity < 1 || ringBytes < MIN_RING || ringBytes > MAX_RING || Integer.bitCount(ringBytes) != 1) {
            throw new IllegalArgumentException("capacity " + capacity + ", ring of " + ringBytes + " bytes");
        }
    }

    /** A queue with a ring of {@code maxBytes}, which is rounded up. */
    public static QueueShape of(int capacity, long maxBytes, boolean redelivers) {
        int ring = MIN_RING;
        while (ring < maxBytes && ring < MAX_RING) {
            ring <<= 1;
        }
        return new QueueShape(capacity, ring, redelivers, false);
    }

    /** The same as one direction of a pipe. */
    public QueueShape withEnds() {
        return new QueueShape(capacity, ringBytes, redelivers, true);
    }

    int ringUnits() {
        return ringBytes / Mark.UNIT;
    }

    /** The words of a queue at its beginning. */
    public long[] words() {
        long[] words = new long[Layout.WORDS_OF_AN_OBJECT];
        words[QueueMemory.CAPACITY] = capacity;
        words[QueueMemory.RING_BYTES] = ringBytes;
        words[QueueMemory.FLAGS] = (redelivers ? REDELIVERS : 0) | (hasEnds ? HAS_ENDS : 0);
        words[QueueMemory.PINNED] = QueueMemory.NOTHING_PINNED;
        return words;
    }

    static QueueShape read(Words page, int at) {
        long flags = page.get(Layout.word(at, QueueMemory.FLAGS));
        try {
            return new QueueShape(
                    (int) page.get(Layout.word(at, QueueMemory.CAPACITY)),
                    (int) page.get(Layout.word(at, QueueMemory.RING_BYTES)),
                    (flags & REDELIVERS) != 0,
                    (flags & HAS_ENDS) != 0);
        } catch (IllegalArgumentException e) {
            throw new BrokenWordsException("the numbers of a queue are damaged: " + e.getMessage());
        }
    }

    /** The size of the region in bytes. */
    public int regionBytes() {
        return QueueMemory.RING + ringBytes;
    }
}
