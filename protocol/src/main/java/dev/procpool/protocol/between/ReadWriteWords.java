package dev.procpool.protocol.between;

/**
 * The words of a read-write lock and the book of its readers.
 *
 * <pre>
 * main word  the gate, a {@link LockWord}: a writer holds it while it waits and writes, a reader at most in passing
 * word 4     the participant that writes, or 0
 * word 5     1 if a participant died while it wrote, until a writer has ended after that
 * word 6     slots of participants that ever read: the ones above need no look
 * word 7     0, or 1 while a writer waits for readers to leave, or 2 if all have left
 * word 8     the {@link HintWord} of that writer
 * region     the book: for each slot the number of its participant's readers
 * </pre>
 *
 * A reader counts itself first and looks at the gate afterwards; a writer takes the gate first and looks at the book
 * afterwards. So one of the two sees the other.
 *
 * @param words the words of the page
 * @param at the offset of the object
 * @param book the region of the object
 */
record ReadWriteWords(Words words, int at, Words book) {

    static final int GATE = Layout.MAIN;
    static final int DRAIN = 8;
    static final long BOOK_BYTES = (long) Participant.MAX_SLOTS * Long.BYTES;

    private static final int WRITER = 4;
    private static final int DAMAGED = 5;
    private static final int SLOTS = 6;
    private static final int LEAVING = 7;

    private static final long AWAITED = 1;
    private static final long ALL_HAVE_LEFT = 2;

    /** Slots that follow each other lie in different lines of the processor's cache. */
    private static final int STRIDE = 8;

    /** A writer waits until all readers have left. */
    static final Offer OFFER = new Offer() {
        @Override
        public long read(Words words, int objectAt) {
            return words.get(Layout.word(objectAt, LEAVING));
        }

        @Override
        public boolean suits(long state, long argument) {
            return state != AWAITED;
        }

        @Override
        public long most(long state) {
            return 1;
        }
    };

    private int word(int word) {
        return Layout.word(at, word);
    }

    private static int place(int slot) {
        int rows = Participant.MAX_SLOTS / STRIDE;
        return (slot % rows * STRIDE + slot / rows) * Long.BYTES;
    }

    /** The readers of all participants. */
    long readers() {
        long slots = Math.min(words.get(word(SLOTS)), Participant.MAX_SLOTS);
        long sum = 0;
        for (int slot = 0; slot < slots; slot++) {
            sum += book.get(place(slot));
        }
        return sum;
    }

    /** Makes the slot of a participant one that is looked at; before its first reader. */
    void use(int slot) {
        for (long now = words.get(word(SLOTS)); now <= slot; now = words.get(word(SLOTS))) {
            words.compareAndSet(word(SLOTS), now, slot + 1L);
        }
    }

    void addReader(int slot) {
        book.getAndAdd(place(slot), 1);
    }

    /**
     * A reader leaves.
     *
     * @return whether a writer waits for that and no reader is left
     */
    boolean removeReader(int slot) {
        book.getAndAdd(place(slot), -1);
        return tellIfAllHaveLeft();
    }

    private boolean tellIfAllHaveLeft() {
        return words.get(word(LEAVING)) == AWAITED
                && readers() == 0
                && words.compareAndSet(word(LEAVING), AWAITED, ALL_HAVE_LEFT);
    }

    /** The holder of the gate asks the readers to tell when they have left; returns whether they have left already. */
    boolean awaitReaders() {
        words.set(word(LEAVING), AWAITED);
        return readers() == 0;
    }

    void endAwaitingReaders() {
        words.set(word(LEAVING), 0);
    }

    /** Whether what the lock protects may be half changed. Stable for readers and writers that have entered. */
    boolean isDamaged() {
        return words.get(word(DAMAGED)) != 0;
    }

    /** The holder of the gate writes from now on. */
    void beginWriting(long participant) {
        words.set(word(WRITER), participant);
    }

    void endWriting() {
        words.set(word(DAMAGED), 0);
        words.set(word(WRITER), 0);
    }

    /** The home's repair after a death. */
    void repair(Dead dead) {
        if (words.get(word(WRITER)) == dead.participant()) {
            words.set(word(DAMAGED), 1);
            words.set(word(WRITER), 0);
        }
        if (LockWord.owner(words.get(word(GATE))) == dead.participant()) {
            endAwaitingReaders();
        }
        book.set(place(dead.slot()), 0);
        tellIfAllHaveLeft();
    }
}
