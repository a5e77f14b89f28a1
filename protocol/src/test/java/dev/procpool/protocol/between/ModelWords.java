package dev.procpool.protocol.between;

import java.util.Arrays;

/** The words that a lock, three participants and their home share: one cell for each participant. */
final class ModelWords implements Words {

    static final int PARTICIPANTS = 3;
    static final Layout LAYOUT = new Layout(PARTICIPANTS, 1, 1);
    static final int LOCK = LAYOUT.object(0);

    private static final int TICKETS = 0;
    private static final int LOCK_WORD = 1;
    private static final int CELLS = 2;
    private static final int OWNERS = CELLS + PARTICIPANTS;
    private static final int SIZE = OWNERS + PARTICIPANTS;

    private final long[] words;

    private ModelWords(long[] words) {
        this.words = words;
    }

    static ModelWords initial() {
        ModelWords words = new ModelWords(new long[SIZE]);
        for (int i = 0; i < PARTICIPANTS; i++) {
            words.set(LAYOUT.owner(i), participant(i));
        }
        return words;
    }

    /** The number of a participant; 1 would be the home. */
    static long participant(int index) {
        return index + 2L;
    }

    ModelWords copy() {
        return new ModelWords(words.clone());
    }

    long lock() {
        return words[LOCK_WORD];
    }

    void addTo(StringBuilder key) {
        for (int i = 0; i < OWNERS; i++) {
            key.append((char) words[i])
                    .append((char) (words[i] >> 16))
                    .append((char) (words[i] >> 32))
                    .append((char) (words[i] >> 48));
        }
    }

    private static int place(int at) {
        if (at == Layout.TICKETS) {
            return TICKETS;
        } else if (at == LOCK) {
            return LOCK_WORD;
        }
        for (int i = 0; i < PARTICIPANTS; i++) {
            if (at == LAYOUT.cell(i)) {
                return CELLS + i;
            } else if (at == LAYOUT.owner(i)) {
                return OWNERS + i;
            }
        }
        throw new IllegalArgumentException("offset " + at);
    }

    @Override
    public long get(int at) {
        if (at == Layout.CLAIMED_BLOCKS) {
            return PARTICIPANTS;
        }
        for (int i = 0; i < PARTICIPANTS; i++) {
            if (at == Layout.objectOf(LAYOUT.cell(i))) {
                return LOCK;
            }
        }
        return words[place(at)];
    }

    @Override
    public void set(int at, long value) {
        if (value != LOCK) { // the object of a cell never changes here
            words[place(at)] = value;
        }
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
    public long getAndIncrement(int at) {
        return words[place(at)]++;
    }

    @Override
    public String toString() {
        return "lock " + Long.toHexString(lock()) + ", cells "
                + Arrays.stream(words, CELLS, OWNERS)
                        .mapToObj(Long::toHexString)
                        .toList();
    }
}
