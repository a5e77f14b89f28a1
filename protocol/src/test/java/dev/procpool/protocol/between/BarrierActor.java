package dev.procpool.protocol.between;

/**
 * A participant with one thread, which waits at the barrier some times, or makes it new. Immutable.
 *
 * @param stage what the thread does next
 * @param rounds the number of times that are left
 * @param way set while the thread is a party
 * @param reset set while the thread makes the barrier new
 */
record BarrierActor(Stage stage, int rounds, BarrierWait way, BarrierReset reset) {

    enum Stage {
        COMES,
        WAITS,
        STARTS_RESET,
        RESETS,
        RINGS,
        ENDED,
        DEAD
    }

    static BarrierActor party(int rounds) {
        return new BarrierActor(Stage.COMES, rounds, null, null);
    }

    static BarrierActor absent() {
        return new BarrierActor(Stage.ENDED, 0, null, null);
    }

    static BarrierActor resetting() {
        return new BarrierActor(Stage.STARTS_RESET, 1, null, null);
    }

    BarrierActor on(BarrierWait next) {
        return new BarrierActor(Stage.WAITS, rounds, next, null);
    }

    BarrierActor on(BarrierReset next) {
        return new BarrierActor(Stage.RESETS, rounds, null, next);
    }

    BarrierActor at(Stage next) {
        return new BarrierActor(next, rounds, null, null);
    }

    BarrierActor nextRound() {
        return new BarrierActor(rounds > 1 ? Stage.COMES : Stage.ENDED, rounds - 1, null, null);
    }

    boolean isAsleep() {
        return stage == Stage.WAITS && way.isAsleep();
    }

    boolean isOver() {
        return stage == Stage.ENDED || stage == Stage.DEAD;
    }

    void addTo(StringBuilder key) {
        key.append((char) (stage.ordinal() << 8 | rounds));
        if (way != null) {
            int outcome = way.outcome() == null ? 99 : way.outcome().ordinal();
            key.append((char) (way.phase().ordinal() << 8 | outcome))
                    .append((char) way.ticket())
                    .append((char) (way.generation() << 4
                            | way.index() + 1 << 2
                            | (way.isEarly() ? 2 : 0)
                            | (way.rings() ? 1 : 0)));
        }
        if (reset != null) {
            key.append((char) (reset.phase().ordinal() << 8 | reset.generation() << 4 | reset.next()));
        }
    }
}
