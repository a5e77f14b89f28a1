package dev.procpool.protocol.between;

import java.io.IOException;
import java.util.function.LongUnaryOperator;

/**
 * The words and the ring of one queue. Immutable; the memory is changed by the holder of the latch, except for the wait
 * words, {@link #STATE}, and the numbers of done items.
 *
 * <pre>
 * page     word 0        latch, see {@link LockWord}
 *          words 4 to 6  where threads wait for an item, for room, for the end of the work; see {@link HintWord}
 *          words 7, 8    tail, head; see {@link Mark}
 *          word 9        number of items that came back
 *          word 10       position from which records are pinned, or -1
 *          word 11       state, see {@link QueueOffers}
 *          words 12..14  numbers of {@link QueueShape}
 * region   0             position at the beginning of the ring
 *          8             bytes of the ring that have disk space
 *          16            slots that were ever used
 *          1024          ends of a pipe on their way, see {@link QueueEnds}
 *          4096          slots, see {@link QueueSlots}
 *          then          ring: for each record a header of 8 bytes, see {@link Records}, the payload, 0 to 7 bytes
 * </pre>
 *
 * <p>The records from <em>pinned</em> to <em>head</em> were taken. Those that are held or came back are still items.
 * Where nothing is pinned, the room of a record is free as soon as <em>head</em> is behind it.
 *
 * @param page the page of the home
 * @param at the offset of the object in the page
 * @param region the memory of the object
 */
record QueueMemory(Words page, int at, Memory region, QueueShape shape) {

    static final int GETTERS = 4;
    static final int PUTTERS = 5;
    static final int JOINERS = 6;
    static final int TAIL = 7;
    static final int HEAD = 8;
    static final int RETURNED = 9;
    static final int PINNED = 10;
    static final int STATE = 11;
    static final int CAPACITY = 12;
    static final int RING_BYTES = 13;
    static final int FLAGS = 14;

    static final int NOTHING_PINNED = -1;

    static final int USED_SLOTS = 16;
    static final int SLOTS = 4096;
    static final int RING = SLOTS + QueueSlots.COUNT * QueueSlots.SIZE;

    private static final int BASE = 0;
    private static final int RESERVED = 8;

    /** The bytes for which disk space is got at a time. */
    private static final int STEP = 1 << 17;

    /** The part of the ring that a queue uses which is often empty. */
    private static final int OFTEN_USED = 1 << 15;

    // ---- words

    long tail() {
        return word(TAIL);
    }

    void setTail(long mark) {
        set(TAIL, mark);
    }

    long head() {
        return word(HEAD);
    }

    void setHead(long mark) {
        set(HEAD, mark);
    }

    long returned() {
        return word(RETURNED);
    }

    void setReturned(long items) {
        set(RETURNED, items);
    }

    int pinned() {
        return (int) word(PINNED);
    }

    void setPinned(int position) {
        set(PINNED, position);
    }

    long word(int word) {
        return page.get(Layout.word(at, word));
    }

    private void set(int word, long value) {
        page.set(Layout.word(at, word), value);
    }

    /** The number of items, which is exact also where other processes put and take. */
    long size() {
        return QueueOffers.size(page, at);
    }

    /** The units of the ring that no record uses. */
    int freeUnits() {
        int free = QueueOffers.freeUnits(page, at, shape.ringUnits());
        if (free < 0) {
            throw broken();
        }
        return free;
    }

    static BrokenWordsException broken() {
        return new BrokenWordsException("the words of a queue are damaged");
    }

    // ---- the ring

    /** The offset of a position in the region. */
    private int offset(int position) {
        int bytes = Mark.units((int) region.get(BASE), position) * Mark.UNIT;
        return RING + (bytes & shape.ringBytes() - 1);
    }

    /** Goes back to the beginning of the ring if no record is in it: a queue of few items uses little memory. */
    void rewindIfEmpty() {
        int tail = Mark.position(tail());
        if (tail == Mark.position(head()) && pinned() == NOTHING_PINNED && offset(tail) - RING > OFTEN_USED) {
            region.set(BASE, tail);
        }
    }

    /**
     * Gets disk space for the units after a position.
     *
     * @throws IOException if the disk is full
     */
    void reserve(int position, int units) throws IOException {
        long end = offset(position) - RING + (long) units * Mark.UNIT;
        long needed = Math.min(end, shape.ringBytes());
        long reserved = region.get(RESERVED);
        if (reserved < 0) {
            throw broken();
        } else if (reserved < needed) {
            long until = Math.min(needed + STEP - 1 & -STEP, shape.ringBytes());
            region.reserve(RING + (int) reserved, (int) (until - reserved));
            region.set(RESERVED, until);
        }
    }

    long header(int position) {
        return region.get(offset(position));
    }

    void setHeader(int position, long header) {
        region.set(offset(position), header);
    }

    /** Copies a payload behind the header at a position. */
    void write(int position, byte[] from, int offset, int length) {
        int first = offset(Mark.advanced(position, 1));
        int untilEnd = Math.min(length, RING + shape.ringBytes() - first);
        region.write(first, from, offset, untilEnd);
        if (untilEnd < length) {
            region.write(RING, from, offset + untilEnd, length - untilEnd);
        }
    }

    /** The payload of a record. */
    byte[] read(int position, int length) {
        byte[] payload = new byte[length];
        int first = offset(Mark.advanced(position, 1));
        int untilEnd = Math.min(length, RING + shape.ringBytes() - first);
        region.read(first, payload, 0, untilEnd);
        if (untilEnd < length) {
            region.read(RING, payload, untilEnd, length - untilEnd);
        }
        return payload;
    }

    // ---- the state

    boolean needsRepair() {
        return QueueOffers.needsRepair(word(STATE));
    }

    void changeState(LongUnaryOperator change) {
        QueueOffers.change(page, at, change);
    }
}
