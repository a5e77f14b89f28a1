package dev.procpool.protocol.between;

import java.util.BitSet;

/**
 * The repair of a queue after the death of a process. The home, which does not have the latch, marks the slot of the
 * process; the next holder of the latch repairs the rest. A repair that is cut off is done again from the beginning.
 */
final class QueueRepair {

    private QueueRepair() {}

    /** The home's part, see {@link Repair}. */
    static void ask(Dead dead, HomeObject object, Words page) {
        ask(page, object.at(), new RegionMemory(object.region()), dead.participant());
    }

    /** The home asks for a repair if a process that has died had taken items, or held the latch. */
    static void ask(Words page, int objectAt, Memory region, long dead) {
        boolean isNeeded = QueueSlots.markDead(region, dead) | LockWord.owner(page.get(objectAt)) == dead;
        if (isNeeded) {
            QueueOffers.change(page, objectAt, QueueOffers::toRepair);
        }
    }

    /** Repairs the queue; called by the holder of the latch. */
    static void run(QueueMemory queue) {
        queue.changeState(QueueOffers::repaired); // first: a death that the home reports meanwhile needs another repair
        BitSet dead = QueueSlots.dead(queue.region());
        long[] returned = {0};
        Records.forTaken(queue, position -> {
            long header = queue.header(position);
            if (Records.slot(header) >= 0 && dead.get(Records.slot(header))) {
                header = queue.shape().redelivers() ? Records.returned(header) : Records.free(header);
                queue.setHeader(position, header);
            }
            returned[0] += Records.isReturned(header) ? 1 : 0;
        });
        queue.setReturned(returned[0]);
        Records.advance(queue);
        dead.stream().forEach(slot -> QueueSlots.clear(queue.region(), slot));
        if (queue.shape().hasEnds()) {
            QueueEnds.forget(queue, dead);
        }
        queue.changeState(QueueOffers::oneMore);
    }
}
