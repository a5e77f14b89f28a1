package dev.procpool.protocol.between;

/** The repair of a barrier: it breaks if a process dies while one of its threads waits there or runs the action. */
record BarrierRepair() implements Repair {

    @Override
    public void afterTheDeathOf(Dead dead, HomeObject object, Words words) {
        repair(words, Layout.STANDARD, object.at(), dead.participant());
    }

    static void repair(Words words, Layout layout, int barrierAt, long dead) {
        for (CellSweep.Left left : CellSweep.free(words, layout, barrierAt, dead)) {
            breakGeneration(words, barrierAt, left.argument());
        }
    }

    private static void breakGeneration(Words words, int barrierAt, long argument) {
        long word = words.get(barrierAt);
        while (BarrierWait.isPartyOf(argument, BarrierWord.generation(word))
                && (BarrierWord.isOpen(word) || BarrierWord.isActing(word))) {
            if (words.compareAndSet(barrierAt, word, BarrierWord.broken(word))) {
                return;
            }
            word = words.get(barrierAt);
        }
    }
}
