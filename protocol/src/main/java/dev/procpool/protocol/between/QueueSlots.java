package dev.procpool.protocol.between;

import java.util.BitSet;

/**
 * The items that each process has taken from a queue. A process claims a slot with its first item, under the latch; the
 * home marks the slots of a process that has died; the next holder of the latch clears them.
 *
 * <pre>
 * slot   +0  participant, 0 for none; bit 40: it has died
 *        +8  items taken without a lease, in a queue that does not redeliver
 *        +16 of these, the ones that are done
 *        +24 items held: leased, or taken in a queue that redelivers
 *        +32 handles of the reading end, +40 handles of the writing end of a queue that has ends
 * </pre>
 *
 * A number of items is raised before the item is taken: if the process dies in between, its slot is cleared anyway.
 */
final class QueueSlots {

    static final int COUNT = 1024;
    static final int SIZE = 64;

    private static final long DEAD = 1L << 40;
    private static final int TAKEN = 8;
    private static final int DONE = 16;
    private static final int HELD = 24;
    private static final int READING = 32;
    private static final int WRITING = 40;
    private static final int NONE = -1;

    private QueueSlots() {}

    private static int at(int slot) {
        return QueueMemory.SLOTS + slot * SIZE;
    }

    private static int used(Memory region) {
        return (int) Math.max(0, Math.min(region.get(QueueMemory.USED_SLOTS), COUNT));
    }

    /**
     * The slot of a participant; claims one where it has none.
     *
     * @throws IllegalStateException if all slots are in use
     */
    static int of(Memory region, long participant) {
        int mine = find(region, participant);
        if (mine != NONE) {
            return mine;
        }
        int used = used(region);
        int free = 0;
        while (free < used && region.get(at(free)) != 0) {
            free++;
        }
        if (free == COUNT) {
            throw new IllegalStateException("more than " + COUNT + " processes take items from one queue");
        }
        if (free == used) {
            region.set(QueueMemory.USED_SLOTS, used + 1); // the home looks at the used ones
        }
        region.set(at(free), participant);
        return free;
    }

    static boolean isOf(Memory region, int slot, long participant) {
        return region.get(at(slot)) == participant;
    }

    /** The slot of a participant, or -1. Needs no latch. */
    static int find(Memory region, long participant) {
        for (int slot = used(region) - 1; slot >= 0; slot--) {
            if (region.get(at(slot)) == participant) {
                return slot;
            }
        }
        return NONE;
    }

    // ---- the numbers of items

    static void taken(Memory region, int slot) {
        region.getAndAdd(at(slot) + TAKEN, 1);
    }

    static void held(Memory region, int slot) {
        region.getAndAdd(at(slot) + HELD, 1);
    }

    static void noLongerHeld(Memory region, int slot) {
        region.set(at(slot) + HELD, region.get(at(slot) + HELD) - 1);
    }

    /**
     * One item that a participant has taken is done. Needs no latch.
     *
     * @return false if all of them are done
     */
    static boolean done(Memory region, int slot) {
        int doneAt = at(slot) + DONE;
        for (long done = region.get(doneAt); done < region.get(at(slot) + TAKEN); done = region.get(doneAt)) {
            if (region.compareAndSet(doneAt, done, done + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Whether everything that a participant has taken is done. */
    static boolean isSettled(Memory region, int slot) {
        return region.get(at(slot) + TAKEN) == region.get(at(slot) + DONE) && region.get(at(slot) + HELD) == 0;
    }

    /** Whether everything that any process has taken is done. */
    static boolean areSettled(Memory region) {
        for (int slot = 0; slot < used(region); slot++) {
            if (!isSettled(region, slot)) {
                return false;
            }
        }
        return true;
    }

    // ---- ends

    /** A process has more or fewer handles of an end. */
    static void addHandles(Memory region, int slot, boolean writes, int number) {
        region.getAndAdd(at(slot) + (writes ? WRITING : READING), number);
    }

    /** Whether some process has a handle of an end. */
    static boolean haveHandles(Memory region, boolean writes) {
        for (int slot = 0; slot < used(region); slot++) {
            if (region.get(at(slot) + (writes ? WRITING : READING)) > 0) {
                return true;
            }
        }
        return false;
    }

    // ---- deaths

    /** The home marks the slot of a participant that has died; returns whether there is one. */
    static boolean markDead(Memory region, long participant) {
        boolean isMarked = false;
        for (int slot = 0; slot < used(region); slot++) {
            isMarked |= region.compareAndSet(at(slot), participant, participant | DEAD);
        }
        return isMarked;
    }

    static boolean isDead(Memory region, int slot) {
        return (region.get(at(slot)) & DEAD) != 0;
    }

    /** The slots of processes that have died. */
    static BitSet dead(Memory region) {
        BitSet dead = new BitSet(COUNT);
        for (int slot = 0; slot < used(region); slot++) {
            dead.set(slot, isDead(region, slot));
        }
        return dead;
    }

    /** Frees a slot, which counts for nothing from now on. */
    static void clear(Memory region, int slot) {
        region.set(at(slot) + TAKEN, 0);
        region.set(at(slot) + DONE, 0);
        region.set(at(slot) + HELD, 0);
        region.set(at(slot) + READING, 0);
        region.set(at(slot) + WRITING, 0);
        region.set(at(slot), 0);
    }
}
