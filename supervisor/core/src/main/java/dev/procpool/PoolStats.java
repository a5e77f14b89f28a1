package dev.procpool;

/**
 * The numbers of a pool at one moment. Immutable.
 *
 * @param workers how many workers exist, starting ones and spares included
 * @param busy how many of them have items
 * @param pending how many items wait for a worker
 * @param running how many items were sent to workers and are not settled
 * @param settled how many items have an outcome
 * @param deaths how many workers died unasked
 */
public record PoolStats(int workers, int busy, long pending, long running, long settled, long deaths) {

    /** As it stands in messages: {@code 4 workers, 2 busy, 118 pending}. */
    @Override
    public String toString() {
        return workers + (workers == 1 ? " worker, " : " workers, ") + busy + " busy, " + pending + " pending, "
                + running + " sent, " + settled + " settled, " + deaths + (deaths == 1 ? " death" : " deaths");
    }
}
