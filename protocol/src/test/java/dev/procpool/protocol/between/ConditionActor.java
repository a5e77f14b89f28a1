package dev.procpool.protocol.between;

/**
 * A participant with one thread, which takes the lock and waits for the condition or notifies, some times. Immutable.
 *
 * @param stage what the thread does next
 * @param wakes the number of waits that it ends each time; 0 for a thread that waits
 * @param rounds the number of times that are left
 * @param way set while the thread waits
 * @param notification set while the thread notifies
 */
record ConditionActor(Stage stage, int wakes, int rounds, ConditionWait way, Notification notification) {

    enum Stage {
        TAKES,
        WAITS,
        NOTIFIES,
        RINGS,
        FREES,
        ENDED,
        DEAD
    }

    static ConditionActor waiting(int rounds) {
        return new ConditionActor(Stage.TAKES, 0, rounds, null, null);
    }

    static ConditionActor notifying(int wakes, int rounds) {
        return new ConditionActor(Stage.TAKES, wakes, rounds, null, null);
    }

    ConditionActor at(Stage next) {
        return new ConditionActor(next, wakes, rounds, null, null);
    }

    ConditionActor on(ConditionWait next) {
        return new ConditionActor(Stage.WAITS, wakes, rounds, next, null);
    }

    ConditionActor on(Notification next) {
        return new ConditionActor(Stage.NOTIFIES, wakes, rounds, null, next);
    }

    ConditionActor nextRound() {
        return new ConditionActor(rounds > 1 ? Stage.TAKES : Stage.ENDED, wakes, rounds - 1, null, null);
    }

    boolean isAsleep() {
        return stage == Stage.WAITS && way.isAsleep();
    }

    boolean isOver() {
        return stage == Stage.ENDED || stage == Stage.DEAD;
    }

    /** Whether the next step is to take the lock. */
    boolean needsTheLock() {
        return stage == Stage.TAKES || stage == Stage.WAITS && way.phase() == ConditionWait.Phase.TAKE_LOCK;
    }

    void addTo(StringBuilder key) {
        key.append((char) (stage.ordinal() << 8 | rounds));
        if (way != null) {
            int outcome = way.outcome() == null ? 99 : way.outcome().ordinal();
            key.append((char) (way.phase().ordinal() << 8 | outcome)).append((char) way.ticket());
        }
        if (notification != null) {
            addTo(key, notification);
        }
    }

    static void addTo(StringBuilder key, Notification notification) {
        key.append((char) (notification.phase().ordinal() << 8 | notification.left()))
                .append((char) (notification.next() << 8 | notification.ended()))
                .append((char) (notification.latest() << 1 | (notification.isUsed() ? 1 : 0)));
        for (Notification.Waiting one : notification.waiting()) {
            key.append((char) (one.cell() << 8)).append((char) one.word());
        }
    }
}
