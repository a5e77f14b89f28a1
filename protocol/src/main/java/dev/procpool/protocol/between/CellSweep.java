package dev.procpool.protocol.between;

import java.util.ArrayList;
import java.util.List;

/** The cells that a participant that died has left at one word. */
final class CellSweep {

    /** A cell as it was left. */
    record Left(long word, long argument) {}

    private CellSweep() {}

    /**
     * Frees all cells of a dead participant that belong to a word. A cell that another process marks in this moment is
     * returned as it was marked.
     *
     * @return the cells that were in use
     */
    static List<Left> free(Words words, Layout layout, int wordAt, long dead) {
        List<Left> all = new ArrayList<>();
        for (int cell = 0; cell < Sweep.cells(words, layout); cell++) {
            int cellAt = layout.cell(cell);
            long word = words.get(cellAt);
            boolean isLeft = word != CellWord.FREE
                    && words.get(layout.owner(layout.block(cell))) == dead
                    && words.get(Layout.wordOf(cellAt)) == wordAt;
            if (isLeft) {
                while (!words.compareAndSet(cellAt, word, CellWord.FREE)) {
                    word = words.get(cellAt);
                }
                all.add(new Left(word, words.get(Layout.argumentOf(cellAt))));
            }
        }
        return all;
    }
}
