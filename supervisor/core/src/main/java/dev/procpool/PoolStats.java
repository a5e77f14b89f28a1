package dev.procpool;

/**
 * The numbers of a pool at one moment. Immutable.
 *
 * @param workers the number of workers, starting ones and spares included
 * @param busy the number of workers that have items
 * @param pending the number of items that wait for a worker
 * @param running the number of items that were sent to workers and are not settled
 * @param settled the number of items that have an outcome
 * @param deaths the number of workers that died without being asked to leave
 */
public record PoolStats(int workers, int busy, long pending, long running, long settled, long deaths) {

    /** The numbers as messages have them: {@code 4 workers, 2 busy; items: 118 waiting, 2 at workers, 40 done}. */
    @Override
    public String toString() {
        return workers + (workers == 1 ? " worker, " : " workers, ") + busy + " busy; items: " + pending + " waiting, "
                + running + " at workers, " + settled + " done"
                + (deaths == 0 ? "" : "; " + deaths + (deaths == 1 ? " worker has died" : " workers have died"));
    }
}
