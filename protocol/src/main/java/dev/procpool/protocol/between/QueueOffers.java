package dev.procpool.protocol.between;

import java.util.function.LongUnaryOperator;

/**
 * The things that threads wait for at a queue, as its words in the page tell. A queue that needs a repair may have
 * anything.
 *
 * <pre>
 * state   bit 0   a process has died; the next holder of the latch repairs what it has left
 *         bit 1   no process can put any more, of a queue with ends
 *         bit 2   no process can get any more, of a queue with ends
 *         rest    how often the work may have come to its end
 * </pre>
 */
final class QueueOffers {

    /** An item. */
    static final Offer ITEMS = new ItemOffer();

    /** Room; the argument is the number of units that the record needs. */
    static final Offer ROOM = new RoomOffer();

    /** The end of the work; the argument is the state at which it had not ended. */
    static final Offer END = new EndOffer();

    private static final long TO_REPAIR = 1;
    private static final long NO_WRITERS = 2;
    private static final long NO_READERS = 4;
    private static final long ONE_MORE = 8;

    /** More threads than wait. */
    private static final long ALL = 1 << 20;

    /** More reads than regular participants cause. */
    private static final int MAX_READS = 10_000;

    private QueueOffers() {}

    private record ItemOffer() implements Offer {

        @Override
        public long read(Words words, int objectAt) {
            long state = words.get(Layout.word(objectAt, QueueMemory.STATE));
            return hasNoWriters(state) ? ALL : size(words, objectAt) + (needsRepair(state) ? 1 : 0);
        }

        @Override
        public boolean suits(long state, long argument) {
            return state > 0;
        }

        @Override
        public long most(long state) {
            return state;
        }
    }

    private record RoomOffer() implements Offer {

        private static final long NONE = 0;

        /** Bits 31..0: units; the rest: items. */
        @Override
        public long read(Words words, int objectAt) {
            int ringUnits = (int) words.get(Layout.word(objectAt, QueueMemory.RING_BYTES)) / Mark.UNIT;
            long state = words.get(Layout.word(objectAt, QueueMemory.STATE));
            if (needsRepair(state) || hasNoReaders(state)) {
                return ALL << Integer.SIZE | ringUnits;
            }
            long items = words.get(Layout.word(objectAt, QueueMemory.CAPACITY)) - size(words, objectAt);
            int units = freeUnits(words, objectAt, ringUnits);
            return items <= 0 || units <= 0 ? NONE : items << Integer.SIZE | units;
        }

        @Override
        public boolean suits(long state, long argument) {
            return state != NONE && (int) state >= argument;
        }

        @Override
        public long most(long state) {
            return state >>> Integer.SIZE;
        }
    }

    private record EndOffer() implements Offer {

        @Override
        public long read(Words words, int objectAt) {
            return words.get(Layout.word(objectAt, QueueMemory.STATE));
        }

        @Override
        public boolean suits(long state, long argument) {
            return state != argument;
        }

        @Override
        public long most(long state) {
            return Long.MAX_VALUE;
        }
    }

    // ---- the words

    /** The number of items. It is read again if an item was taken meanwhile, so it is exact. */
    static long size(Words words, int objectAt) {
        int headAt = Layout.word(objectAt, QueueMemory.HEAD);
        int returnedAt = Layout.word(objectAt, QueueMemory.RETURNED);
        long size = 0;
        boolean isExact = false;
        for (int i = 0; i < MAX_READS && !isExact; i++) {
            long head = words.get(headAt);
            long returned = words.get(returnedAt);
            size = Mark.items(head, words.get(Layout.word(objectAt, QueueMemory.TAIL))) + returned;
            isExact = head == words.get(headAt) && returned == words.get(returnedAt);
        }
        return size;
    }

    /** The units that no record uses; negative if the words are damaged. */
    static int freeUnits(Words words, int objectAt, int ringUnits) {
        int pinned = (int) words.get(Layout.word(objectAt, QueueMemory.PINNED));
        int from = pinned == QueueMemory.NOTHING_PINNED
                ? Mark.position(words.get(Layout.word(objectAt, QueueMemory.HEAD)))
                : pinned;
        return ringUnits - Mark.units(from, Mark.position(words.get(Layout.word(objectAt, QueueMemory.TAIL))));
    }

    // ---- the state

    static boolean needsRepair(long state) {
        return (state & TO_REPAIR) != 0;
    }

    static long toRepair(long state) {
        return state | TO_REPAIR;
    }

    static long repaired(long state) {
        return state & ~TO_REPAIR;
    }

    static boolean hasNoWriters(long state) {
        return (state & NO_WRITERS) != 0;
    }

    static long withoutWriters(long state) {
        return state | NO_WRITERS;
    }

    static boolean hasNoReaders(long state) {
        return (state & NO_READERS) != 0;
    }

    static long withoutReaders(long state) {
        return state | NO_READERS;
    }

    /** The work may have come to its end. */
    static long oneMore(long state) {
        return state + ONE_MORE;
    }

    static void change(Words words, int objectAt, LongUnaryOperator change) {
        int stateAt = Layout.word(objectAt, QueueMemory.STATE);
        long state;
        do {
            state = words.get(stateAt);
        } while (!words.compareAndSet(stateAt, state, change.applyAsLong(state)));
    }
}
