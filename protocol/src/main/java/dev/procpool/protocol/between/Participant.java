package dev.procpool.protocol.between;

import java.util.function.IntConsumer;

/** This process, as a participant in the objects of one home. Thread-safe. */
final class Participant {

    /** The number of the home itself among its participants; those of other processes are higher. */
    static final long HOME = 1;

    static final int SLOT_OF_THE_HOME = 0;

    /** The most participants that a home has at a time. */
    static final int MAX_SLOTS = 1 << 12;

    private final HomeAddress address;
    private final long number;
    private final int slot;
    private final Region words;
    private final Layout layout;
    private final IntConsumer bell;
    private final Waiters waiters;
    private volatile HomeLostException lost;

    /**
     * A participant with a line to its home.
     *
     * @param number never used again for another participant
     * @param slot not used for another participant before the home has repaired what this one leaves
     * @param bell asks the home to look at the word with an offset
     */
    Participant(HomeAddress address, long number, int slot, Region words, Layout layout, IntConsumer bell) {
        this.address = address;
        this.number = number;
        this.slot = slot;
        this.words = words;
        this.layout = layout;
        this.bell = bell;
        this.waiters = new Waiters(words, layout, number);
    }

    long number() {
        return number;
    }

    int slot() {
        return slot;
    }

    Region words() {
        return words;
    }

    Layout layout() {
        return layout;
    }

    Waiters waiters() {
        return waiters;
    }

    HomeAddress home() {
        return address;
    }

    /** Asks the home to look at a word. */
    void ring(int wordAt) {
        bell.accept(wordAt);
    }

    /** The line has ended: every operation throws from now on, and sleeping threads wake. */
    void lose(String reason) {
        lost = new HomeLostException("the process that keeps " + address + " is gone: " + reason, null);
        waiters.wakeAll();
    }

    boolean isLost() {
        return lost != null;
    }

    /** @throws HomeLostException once the line to the home has ended */
    void requireLine() {
        HomeLostException reason = lost;
        if (reason != null) {
            throw new HomeLostException(reason.getMessage(), reason);
        }
    }
}
