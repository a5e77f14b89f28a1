package dev.procpool.protocol.between;

/**
 * The main word of a bounded semaphore and the books beside it, as pure functions.
 *
 * <pre>
 * word   bits 63..34: number of the author's operation, which wraps
 *        bit  33:     the operation gave a permit back
 *        bit  32:     the operation took a permit
 *        bits 31..20: slot of the author, the participant that changed the permits last
 *        bits 19..0:  permits
 * book   bits 63..34: number of the operations that it contains
 *        bits 31..0:  permits that the participant of the slot holds
 * </pre>
 *
 * A participant that dies may have changed the word and not its book. So the word names the operation, and whoever
 * changes the word next first enters that operation in the author's book. A book takes only the operation that follows
 * the ones that it contains, so no operation is entered twice.
 */
final class PermitsWord {

    static final int MAX_PERMITS = (1 << 20) - 1;

    private static final long PERMITS = MAX_PERMITS;
    private static final int SLOT_SHIFT = 20;
    private static final long SLOT = Participant.MAX_SLOTS - 1L;
    private static final long TOOK = 1L << 32;
    private static final long GAVE = 1L << 33;
    private static final int OPERATION_SHIFT = 34;
    private static final long ONE_OPERATION = 1L << OPERATION_SHIFT;
    private static final long HELD = 0xffff_ffffL;

    private PermitsWord() {}

    /** The word of a new semaphore. */
    static long initial(int permits) {
        return permits;
    }

    static long permits(long word) {
        return word & PERMITS;
    }

    /** The slot of the participant that changed the permits last. */
    static int author(long word) {
        return (int) (word >>> SLOT_SHIFT & SLOT);
    }

    /** A participant takes a permit, or gives one back. */
    static long changed(long word, int slot, long book, boolean takes) {
        long permits = permits(word) + (takes ? -1 : 1);
        long operation = (book >>> OPERATION_SHIFT) + 1 << OPERATION_SHIFT;
        return operation | (takes ? TOOK : GAVE) | (long) slot << SLOT_SHIFT | permits;
    }

    /** The home gives permits back that a dead participant has held. */
    static long withMore(long word, long more) {
        return word + Math.min(more, MAX_PERMITS - permits(word));
    }

    // ---- books

    static long held(long book) {
        return book & HELD;
    }

    /** Whether the operation in the word is missing in its author's book. */
    static boolean isMissing(long word, long book) {
        return book + ONE_OPERATION >>> OPERATION_SHIFT == word >>> OPERATION_SHIFT;
    }

    /** The author's book with the operation of the word. */
    static long entered(long word, long book) {
        long change = (word & TOOK) != 0 ? 1 : -1;
        return book + ONE_OPERATION + change;
    }

    /** The book of a dead participant, whose slot another one gets. */
    static long emptied(long book) {
        return book & ~HELD;
    }

    /** The offset of the book of a slot. */
    static int book(int slot) {
        return slot * Long.BYTES;
    }

    /** The size of all books. */
    static long bytes() {
        return (long) Participant.MAX_SLOTS * Long.BYTES;
    }
}
