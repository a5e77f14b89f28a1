package dev.procpool.protocol.between;

import java.util.Arrays;
import java.util.List;

/**
 * The words that objects, some participants and their home share in a model: a page with one cell for each participant.
 * Mutable; a step of a model works on a copy.
 */
final class ModelWords implements Words {

    private static final int TICKETS = 0;
    private static final int OBJECTS = 1;
    private static final int WORDS_OF_A_CELL = 3;
    private static final int PARTICIPANT_OF_THE_FIRST_CELL = 2;

    private final Layout layout;
    private final int cells;
    private final int owners;
    private final long[] words;

    /** @param layout null for a region */
    private ModelWords(Layout layout, int cells, int owners, long[] words) {
        this.layout = layout;
        this.cells = cells;
        this.owners = owners;
        this.words = words;
    }

    /** A page for some participants, each with one cell, and some objects of words that are 0. */
    static ModelWords of(int participants, int objects) {
        int cells = OBJECTS + objects * Layout.WORDS_OF_AN_OBJECT;
        int owners = cells + participants * WORDS_OF_A_CELL;
        long[] words = new long[owners + participants];
        ModelWords model = new ModelWords(new Layout(participants, 1, objects), cells, owners, words);
        for (int i = 0; i < participants; i++) {
            model.set(model.layout.owner(i), participant(i));
        }
        return model;
    }

    /** The region of an object, with some words that are 0. */
    static ModelWords region(int count) {
        return new ModelWords(null, 0, 0, new long[count]);
    }

    /** The number of a participant; 1 would be the home. */
    static long participant(int index) {
        return index + (long) PARTICIPANT_OF_THE_FIRST_CELL;
    }

    /** The participant with a number, as an index. */
    static int index(long participant) {
        return (int) participant - PARTICIPANT_OF_THE_FIRST_CELL;
    }

    Layout layout() {
        return layout;
    }

    ModelWords copy() {
        return new ModelWords(layout, cells, owners, words.clone());
    }

    void addTo(StringBuilder key) {
        for (long word : words) {
            addTo(key, word);
        }
    }

    /** Adds a word to the key of a state, in few characters if it is small. */
    static void addTo(StringBuilder key, long word) {
        if (word >= 0 && word < 0x7fff) {
            key.append((char) word);
        } else {
            key.append('\uffff')
                    .append((char) word)
                    .append((char) (word >> 16))
                    .append((char) (word >> 32))
                    .append((char) (word >> 48));
        }
    }

    private int place(int at) {
        if (layout == null) {
            return at / Long.BYTES;
        } else if (at == Layout.TICKETS) {
            return TICKETS;
        } else if (at >= layout.object(0)) {
            return OBJECTS + (at - layout.object(0)) / Long.BYTES;
        } else if (at >= layout.cell(0)) {
            int cell = (at - layout.cell(0)) / (layout.cell(1) - layout.cell(0));
            return cells + cell * WORDS_OF_A_CELL + (at - layout.cell(cell)) / Long.BYTES;
        } else if (at >= layout.owner(0)) {
            return owners + (at - layout.owner(0)) / Long.BYTES;
        }
        throw new IllegalArgumentException("offset " + at);
    }

    @Override
    public long get(int at) {
        return layout != null && at == Layout.CLAIMED_BLOCKS ? layout.blocks() : words[place(at)];
    }

    @Override
    public void set(int at, long value) {
        words[place(at)] = value;
    }

    @Override
    public boolean compareAndSet(int at, long expected, long value) {
        boolean isExpected = words[place(at)] == expected;
        if (isExpected) {
            words[place(at)] = value;
        }
        return isExpected;
    }

    @Override
    public long getAndAdd(int at, long delta) {
        long before = words[place(at)];
        words[place(at)] += delta;
        return before;
    }

    @Override
    public String toString() {
        return layout == null
                ? hex(0, words.length).toString()
                : "objects " + hex(OBJECTS, cells) + ", cells " + hex(cells, owners);
    }

    private List<String> hex(int from, int to) {
        return Arrays.stream(words, from, to).mapToObj(Long::toHexString).toList();
    }
}
