package dev.procpool.protocol.between;

import dev.procpool.protocol.between.SharedQueue.Item;
import java.io.IOException;
import java.util.function.LongPredicate;

/**
 * The changes of a queue by the holder of its latch. Each is committed by one store, so a process that dies before it
 * has changed nothing, and one that dies after it has changed all that counts.
 */
final class QueueItems {

    private static final int NONE = -1;

    private QueueItems() {}

    // ---- put

    /**
     * Puts an item.
     *
     * @param isBytes whether the payload is the item itself
     * @return false if there is no room
     * @throws IOException if the disk is full; nothing was put then
     */
    static boolean put(QueueMemory queue, byte[] payload, int offset, int length, boolean isBytes) throws IOException {
        int units = Records.units(length);
        if (queue.size() >= queue.shape().capacity() || units > queue.freeUnits()) {
            return false;
        }
        queue.rewindIfEmpty();
        long tail = queue.tail();
        int position = Mark.position(tail);
        queue.reserve(position, units);
        queue.setHeader(position, Records.of(length, isBytes));
        queue.write(position, payload, offset, length);
        queue.setTail(Mark.after(tail, units));
        return true;
    }

    // ---- take

    /**
     * Takes the first item; null if there is none. Its record stays until it is done if it is leased, or the queue
     * redelivers.
     */
    static Item take(QueueMemory queue, int slot, boolean isLeased) {
        if (queue.returned() > 0) {
            int position = first(queue, Records::isReturned);
            if (position != NONE) {
                return takeReturned(queue, position, slot, isLeased);
            }
            queue.setReturned(0);
        }
        long head = queue.head();
        long tail = queue.tail();
        if (Mark.items(head, tail) == 0) {
            return null;
        }
        int position = Mark.position(head);
        int units = Records.unitsAt(queue, position, Mark.position(tail));
        Item item = item(queue, position);
        if (stays(queue, isLeased) && queue.pinned() == QueueMemory.NOTHING_PINNED) {
            queue.setPinned(position);
        }
        hold(queue, position, slot, isLeased);
        queue.setHead(Mark.after(head, units));
        return item;
    }

    private static Item takeReturned(QueueMemory queue, int position, int slot, boolean isLeased) {
        Item item = item(queue, position);
        hold(queue, position, slot, isLeased);
        queue.setReturned(queue.returned() - 1);
        if (!stays(queue, isLeased)) {
            Records.advance(queue);
        }
        return item;
    }

    private static boolean stays(QueueMemory queue, boolean isLeased) {
        return isLeased || queue.shape().redelivers();
    }

    private static Item item(QueueMemory queue, int position) {
        long header = queue.header(position);
        return new Item(queue.read(position, Records.length(header)), position, Records.isBytes(header));
    }

    /** Counts the item first: if the process dies before it has it, its slot counts for nothing. */
    private static void hold(QueueMemory queue, int position, int slot, boolean isLeased) {
        long header = queue.header(position);
        if (stays(queue, isLeased)) {
            QueueSlots.held(queue.region(), slot);
            queue.setHeader(position, Records.heldBy(slot, header, !isLeased));
        } else {
            QueueSlots.taken(queue.region(), slot);
            if (Records.isPinned(header)) {
                queue.setHeader(position, Records.free(header));
            }
        }
    }

    private static int first(QueueMemory queue, LongPredicate wanted) {
        int[] found = {NONE};
        Records.forTaken(queue, position -> {
            if (found[0] == NONE && wanted.test(queue.header(position))) {
                found[0] = position;
            }
        });
        return found[0];
    }

    // ---- the end of a hold

    /** The item at a position is done. */
    static void done(QueueMemory queue, int slot, int position) {
        long header = held(queue, slot, position);
        queue.setHeader(position, Records.free(header));
        QueueSlots.noLongerHeld(queue.region(), slot);
        Records.advance(queue);
    }

    /** The first item that a process has taken without a lease is done; returns false if there is none. */
    static boolean firstDone(QueueMemory queue, int slot) {
        int position = first(queue, header -> Records.isHeldBy(slot, header) && Records.isWithoutLease(header));
        if (position != NONE) {
            done(queue, slot, position);
        }
        return position != NONE;
    }

    /** The item at a position comes back, in front of the items that were not taken. */
    static void giveBack(QueueMemory queue, int slot, int position) {
        long header = held(queue, slot, position);
        queue.setHeader(position, Records.returned(header));
        queue.setReturned(queue.returned() + 1);
        QueueSlots.noLongerHeld(queue.region(), slot);
    }

    private static long held(QueueMemory queue, int slot, int position) {
        long header = queue.header(position);
        if (!Records.isHeldBy(slot, header)) {
            throw QueueMemory.broken();
        }
        return header;
    }

    /** Whether every item that was put is done. */
    static boolean isFinished(QueueMemory queue) {
        return QueueSlots.areSettled(queue.region()) && queue.size() == 0;
    }
}
