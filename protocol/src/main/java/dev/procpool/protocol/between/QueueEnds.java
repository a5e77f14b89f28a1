package dev.procpool.protocol.between;

import java.util.BitSet;
import java.util.function.LongPredicate;

/**
 * The ends of a queue that is one direction of a pipe. An end is open while a process has a handle of it, or one is on
 * its way to another process. Called by the holder of the latch.
 *
 * <pre>
 * on their way, from 1032   bits 63..32   number of the journey, 0 for none
 *                           bit  16       whether it is the writing end
 *                           bits 15..0    slot of the sender
 * 1024                      the last number of a journey
 * </pre>
 */
final class QueueEnds {

    private static final int LAST_JOURNEY = 1024;
    private static final int JOURNEYS = 1032;
    private static final int COUNT = 256;
    private static final long WRITING = 1 << 16;
    private static final long SLOT = 0xffff;

    private QueueEnds() {}

    /** A handle ends that a process had. */
    static void release(QueueMemory queue, int slot, boolean writes) {
        QueueSlots.addHandles(queue.region(), slot, writes, -1);
        look(queue);
    }

    /**
     * A handle sets out for another process.
     *
     * @return the journey, by which it arrives
     * @throws IllegalStateException if too many handles are on their way
     */
    static long depart(QueueMemory queue, int slot, boolean writes) {
        Memory region = queue.region();
        for (int i = 0; i < COUNT; i++) {
            if (region.get(at(i)) == 0) {
                long number = region.getAndAdd(LAST_JOURNEY, 1) + 1 & 0x7fff_ffffL;
                region.set(at(i), number << Integer.SIZE | (writes ? WRITING : 0) | slot);
                return number << Integer.SIZE | i;
            }
        }
        throw new IllegalStateException("more than " + COUNT + " handles of an end of a pipe are on their way");
    }

    /** A handle has arrived; one that is copied on its way may arrive again. */
    static void arrive(QueueMemory queue, int slot, boolean writes, long journey) {
        QueueSlots.addHandles(queue.region(), slot, writes, 1);
        end(queue, journey);
    }

    /** A handle will not arrive. */
    static void recall(QueueMemory queue, long journey) {
        end(queue, journey);
        look(queue);
    }

    private static void end(QueueMemory queue, long journey) {
        int at = at((int) journey & COUNT - 1);
        if (queue.region().get(at) >>> Integer.SIZE == journey >>> Integer.SIZE) {
            queue.region().set(at, 0);
        }
    }

    /** Handles do not arrive whose senders have died. */
    static void forget(QueueMemory queue, BitSet dead) {
        for (int i = 0; i < COUNT; i++) {
            long journey = queue.region().get(at(i));
            if (journey != 0 && dead.get((int) (journey & SLOT))) {
                queue.region().set(at(i), 0);
            }
        }
        look(queue);
    }

    private static int at(int journey) {
        return JOURNEYS + journey * Long.BYTES;
    }

    /** Notes which of the ends is closed. */
    private static void look(QueueMemory queue) {
        if (!isOpen(queue, true)) {
            queue.changeState(QueueOffers::withoutWriters);
        }
        if (!isOpen(queue, false)) {
            queue.changeState(QueueOffers::withoutReaders);
        }
    }

    private static boolean isOpen(QueueMemory queue, boolean writes) {
        return QueueSlots.haveHandles(queue.region(), writes)
                || isAny(queue, journey -> journey != 0 && (journey & WRITING) != 0 == writes);
    }

    private static boolean isAny(QueueMemory queue, LongPredicate wanted) {
        for (int i = 0; i < COUNT; i++) {
            if (wanted.test(queue.region().get(at(i)))) {
                return true;
            }
        }
        return false;
    }
}
