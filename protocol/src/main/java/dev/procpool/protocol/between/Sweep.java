package dev.procpool.protocol.between;

import java.util.LinkedHashSet;
import java.util.Set;

/** The home's repairs after the end of a participant, which changes no word any more. */
final class Sweep {

    private Sweep() {}

    /**
     * Reserves a lock, as abandoned, if the participant that died was its owner.
     *
     * @return whether the home has to look at the lock, as it is reserved or counts as rung: the participant may have
     *     released it and not have rung, and no release rings again before the home has looked
     */
    static boolean takeBack(Words words, int lockAt, long dead) {
        for (long word = words.get(lockAt); LockWord.owner(word) == dead; word = words.get(lockAt)) {
            words.compareAndSet(lockAt, word, LockWord.reserved(word, true));
        }
        long word = words.get(lockAt);
        return LockWord.owner(word) == LockWord.RESERVED || LockWord.isRung(word);
    }

    /** Frees all cells of the participant that died, and then their blocks. */
    static void freeCells(Words words, Layout layout, long dead) {
        for (int block = 0; block < claimed(words, layout); block++) {
            if (words.get(layout.owner(block)) == dead) {
                int first = block * layout.cellsPerBlock();
                for (int cell = first; cell < first + layout.cellsPerBlock(); cell++) {
                    words.set(layout.cell(cell), CellWord.FREE);
                }
                words.set(layout.owner(block), 0);
            }
        }
    }

    /**
     * The offsets of the words for which a cell waits. The words themselves do not tell: a process that freed a
     * lock and died before it rang has left no sign of the waiting cell there.
     */
    static Set<Long> withWaitingCells(Words words, Layout layout) {
        Set<Long> waitedFor = new LinkedHashSet<>();
        int cells = claimed(words, layout) * layout.cellsPerBlock();
        for (int cell = 0; cell < cells; cell++) {
            if (CellWord.isWaiting(words.get(layout.cell(cell)))) {
                waitedFor.add(words.get(Layout.wordOf(layout.cell(cell))));
            }
        }
        return waitedFor;
    }

    /** The number of cells that may be in use: the ones above never were. */
    static int cells(Words words, Layout layout) {
        return claimed(words, layout) * layout.cellsPerBlock();
    }

    private static int claimed(Words words, Layout layout) {
        return (int) Math.min(words.get(Layout.CLAIMED_BLOCKS), layout.blocks());
    }
}
