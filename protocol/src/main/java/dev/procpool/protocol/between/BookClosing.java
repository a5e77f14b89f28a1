package dev.procpool.protocol.between;

/**
 * The home's repair of a bounded semaphore after a death, as a machine: enters the operation that is missing in the
 * dead participant's book, empties the book, and gives the permits back. Confined to one thread. A test runs the same
 * steps in all orders.
 */
final class BookClosing {

    /** The steps. */
    enum Phase {
        /** Reads the word. */
        READ,
        /** Reads the book of the dead participant. */
        READ_BOOK,
        /** Enters the operation of the word in the book. */
        ENTER,
        /** Empties the book. */
        EMPTY,
        /** Gives the permits back. */
        GIVE_BACK,
        /** Nothing is left to do. */
        DONE
    }

    private final int wordAt;
    private final int slot;
    private Phase phase = Phase.READ;
    private long word;
    private long book;

    /** @param slot the slot of the participant that died */
    BookClosing(int wordAt, int slot) {
        this.wordAt = wordAt;
        this.slot = slot;
    }

    /** The repair of a kind with books in its region. */
    static void repair(Dead dead, HomeObject object, Words words) {
        BookClosing closing = new BookClosing(object.at(), dead.slot());
        while (!closing.isDone()) {
            closing.step(words, object.region());
        }
    }

    BookClosing copy() {
        BookClosing copy = new BookClosing(wordAt, slot);
        copy.phase = phase;
        copy.word = word;
        copy.book = book;
        return copy;
    }

    boolean isDone() {
        return phase == Phase.DONE;
    }

    Phase phase() {
        return phase;
    }

    /** The word that was read last. */
    long word() {
        return word;
    }

    /** The book that was read last. */
    long book() {
        return book;
    }

    void step(Words words, Words books) {
        switch (phase) {
            case READ -> {
                word = words.get(wordAt);
                phase = Phase.READ_BOOK;
            }
            case READ_BOOK -> {
                book = books.get(PermitsWord.book(slot));
                boolean isMissing = PermitsWord.author(word) == slot && PermitsWord.isMissing(word, book);
                phase = isMissing ? Phase.ENTER : Phase.EMPTY;
            }
            case ENTER -> {
                books.compareAndSet(PermitsWord.book(slot), book, PermitsWord.entered(word, book));
                phase = Phase.READ_BOOK; // entered now, by this step or by another participant
            }
            case EMPTY -> {
                boolean isEmpty = books.compareAndSet(PermitsWord.book(slot), book, PermitsWord.emptied(book));
                phase = !isEmpty ? Phase.READ_BOOK : PermitsWord.held(book) > 0 ? Phase.GIVE_BACK : Phase.DONE;
            }
            case GIVE_BACK -> {
                long now = words.get(wordAt);
                long more = PermitsWord.withMore(now, PermitsWord.held(book));
                phase = words.compareAndSet(wordAt, now, more) ? Phase.DONE : Phase.GIVE_BACK;
            }
            case DONE -> throw new IllegalStateException("the repair is done");
        }
    }
}
