package dev.procpool.protocol.between;

/** The home's answer to one waiting cell, by the word for which it waits. Stateless. */
enum Verdict {
    /** A wait for a condition ends with the condition only; a notification has been marked by the notifying process. */
    OF_A_CONDITION {
        @Override
        long of(long word, long cell, long argument) {
            return ConditionWord.isEnded(word) ? CellWord.ended(cell) : cell;
        }
    },
    /** A wait at a barrier ends with its generation. */
    OF_A_BARRIER {
        @Override
        long of(long word, long cell, long argument) {
            int generation = BarrierWait.generationOf(argument);
            boolean isStopped = BarrierWord.isBroken(word) && BarrierWord.generation(word) == generation;
            if (BarrierWord.isEnded(word) || isStopped) {
                return CellWord.ended(cell);
            }
            return BarrierWord.isAfter(word, generation) ? CellWord.granted(cell, false) : cell;
        }
    };

    /**
     * The new state of a cell that waits, or the same if it waits on.
     *
     * @param word the word for which the cell waits, as it was before the cell was read
     * @param cell the state of the cell
     * @param argument the argument of the wait
     */
    abstract long of(long word, long cell, long argument);
}
