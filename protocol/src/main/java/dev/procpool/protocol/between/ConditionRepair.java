package dev.procpool.protocol.between;

/**
 * The repair of a condition: a notification whose thread has not returned from its wait when its process died is passed
 * on to the oldest other wait that began before the latest notification.
 */
record ConditionRepair() implements Repair {

    @Override
    public void afterTheDeathOf(Dead dead, HomeObject object, Words words) {
        repair(words, Layout.STANDARD, object.at(), dead.participant());
    }

    private static void repair(Words words, Layout layout, int conditionAt, long dead) {
        Notification passedOn = begin(words, layout, conditionAt, dead);
        while (!passedOn.isDone()) {
            passedOn = passedOn.step(words);
        }
    }

    /** Frees the cells of the dead participant; returns the notifications that are to be passed on. */
    static Notification begin(Words words, Layout layout, int conditionAt, long dead) {
        int lost = 0;
        for (CellSweep.Left left : CellSweep.free(words, layout, conditionAt, dead)) {
            lost += CellWord.isGranted(left.word()) || CellWord.isNoticed(left.word()) ? 1 : 0;
        }
        return Notification.by(Notification.Source.HOME, conditionAt, layout, lost);
    }
}
