package dev.procpool.protocol.between;

/**
 * A participant's change of the permits of a bounded semaphore, as a machine: each {@link #step} makes one access to
 * the words that other processes see. Confined to one thread. A test runs the same steps in all orders.
 */
final class Booking {

    /** The steps. */
    enum Phase {
        /** Reads the word. */
        READ,
        /** Reads the book of the author. */
        READ_AUTHOR,
        /** Enters the author's operation in the author's book. */
        ENTER,
        /** Reads the participant's own book. */
        READ_OWN,
        /** Changes the word. */
        CHANGE,
        /** The permit was taken or given back. */
        DONE,
        /** There is no permit to take, or the participant holds none that it could give back. */
        REFUSED
    }

    private final int wordAt;
    private final int slot;
    private final boolean takes;
    private Phase phase = Phase.READ;
    private long word;
    private long book; // the author's, then the participant's own

    /** @param takes whether to take a permit or to give one back */
    Booking(int wordAt, int slot, boolean takes) {
        this.wordAt = wordAt;
        this.slot = slot;
        this.takes = takes;
    }

    Booking copy() {
        Booking copy = new Booking(wordAt, slot, takes);
        copy.phase = phase;
        copy.word = word;
        copy.book = book;
        return copy;
    }

    Phase phase() {
        return phase;
    }

    boolean isOver() {
        return phase == Phase.DONE || phase == Phase.REFUSED;
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
                phase = takes && PermitsWord.permits(word) == 0 ? Phase.REFUSED : Phase.READ_AUTHOR;
            }
            case READ_AUTHOR -> {
                book = books.get(PermitsWord.book(PermitsWord.author(word)));
                phase = PermitsWord.isMissing(word, book) ? Phase.ENTER : afterEntry();
            }
            case ENTER -> {
                long entered = PermitsWord.entered(word, book);
                boolean isMine = books.compareAndSet(PermitsWord.book(PermitsWord.author(word)), book, entered);
                book = entered;
                phase = isMine ? afterEntry() : Phase.READ; // another participant has entered it
            }
            case READ_OWN -> {
                book = books.get(PermitsWord.book(slot));
                phase = change();
            }
            case CHANGE -> {
                long changed = PermitsWord.changed(word, slot, book, takes);
                phase = words.compareAndSet(wordAt, word, changed) ? Phase.DONE : Phase.READ;
            }
            case DONE, REFUSED -> throw new IllegalStateException("the booking is over");
        }
    }

    private Phase afterEntry() {
        return PermitsWord.author(word) == slot ? change() : Phase.READ_OWN;
    }

    private Phase change() {
        return takes || PermitsWord.held(book) > 0 ? Phase.CHANGE : Phase.REFUSED;
    }
}
