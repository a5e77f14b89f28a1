package dev.procpool.protocol.between;

import java.util.Map;
import java.util.TreeMap;

/** Memory in a map, whose user dies before one of its changes. Not thread-safe. */
final class MapMemory implements Memory {

    private static final int NEVER = -1;

    private final Map<Integer, Long> words;
    private final int base;
    private int changesUntilDeath = NEVER;

    private MapMemory(Map<Integer, Long> words, int base) {
        this.words = words;
        this.base = base;
    }

    /** Memory that is all 0. */
    static MapMemory empty() {
        return new MapMemory(new TreeMap<>(), 0);
    }

    /** The user of the memory has died. */
    static final class Death extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Death() {
            super(null, null, false, false);
        }
    }

    MapMemory copy() {
        return new MapMemory(new TreeMap<>(words), base);
    }

    /** The same memory, with offsets from {@code from} on; its user does not die. */
    MapMemory from(int from) {
        return new MapMemory(words, base + from);
    }

    /** Equal for equal memory. */
    void addTo(StringBuilder key) {
        words.forEach((at, word) -> {
            if (word != 0) {
                key.append(at).append('=').append(word).append(' ');
            }
        });
    }

    /** The user dies before the change with this number, from 0. */
    void dieBeforeChange(int number) {
        changesUntilDeath = number;
    }

    void live() {
        changesUntilDeath = NEVER;
    }

    private void change() {
        if (changesUntilDeath == 0) {
            throw new Death();
        }
        changesUntilDeath = changesUntilDeath == NEVER ? NEVER : changesUntilDeath - 1;
    }

    @Override
    public long get(int at) {
        return words.getOrDefault(base + at, 0L);
    }

    @Override
    public void set(int at, long value) {
        change();
        words.put(base + at, value);
    }

    @Override
    public boolean compareAndSet(int at, long expected, long value) {
        boolean isExpected = get(at) == expected;
        if (isExpected) {
            set(at, value);
        }
        return isExpected;
    }

    @Override
    public long getAndAdd(int at, long delta) {
        long before = get(at);
        set(at, before + delta);
        return before;
    }

    @Override
    public void read(int at, byte[] into, int offset, int length) {
        for (int i = 0; i < length; i++) {
            int word = at + i & -Long.BYTES;
            into[offset + i] = (byte) (get(word) >>> (at + i - word) * Byte.SIZE);
        }
    }

    /** Bytes of a record are no change that another process sees. */
    @Override
    public void write(int at, byte[] from, int offset, int length) {
        for (int i = 0; i < length; i++) {
            int word = at + i & -Long.BYTES;
            int shift = (at + i - word) * Byte.SIZE;
            words.put(base + word, get(word) & ~(0xffL << shift) | (from[offset + i] & 0xffL) << shift);
        }
    }

    @Override
    public void reserve(int from, int length) {
        // All of it is there.
    }
}
