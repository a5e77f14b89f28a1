package dev.procpool.protocol.between;

/**
 * A participant with one thread, which takes the lock and releases it some times. Immutable.
 *
 * @param way set while the thread goes through its cell
 * @param rounds the number of acquisitions that are left
 */
record Actor(Stage stage, Acquisition way, int rounds) {

    enum Stage {
        TRIES,
        QUEUES,
        HOLDS,
        RINGS,
        ENDED,
        DEAD
    }

    static Actor with(int rounds) {
        return new Actor(Stage.TRIES, null, rounds);
    }

    Actor at(Stage next) {
        return new Actor(next, null, rounds);
    }

    Actor on(Acquisition next) {
        return new Actor(Stage.QUEUES, next, rounds);
    }

    Actor nextRound() {
        return new Actor(rounds > 1 ? Stage.TRIES : Stage.ENDED, null, rounds - 1);
    }

    boolean isAsleep() {
        return stage == Stage.QUEUES && way.isAsleep();
    }

    boolean holds() {
        boolean has = way != null && way.outcome() != null && way.outcome().isAcquired();
        return stage == Stage.HOLDS || has;
    }

    boolean isOver() {
        return stage == Stage.ENDED || stage == Stage.DEAD;
    }

    void addTo(StringBuilder key) {
        key.append((char) (stage.ordinal() << 8 | rounds));
        if (way != null) {
            int outcome = way.outcome() == null ? 9 : way.outcome().ordinal();
            key.append((char) (way.phase().ordinal() << 8 | outcome)).append((char) way.ticket());
        }
    }
}
