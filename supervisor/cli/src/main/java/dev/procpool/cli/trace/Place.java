package dev.procpool.cli.trace;

/**
 * The place where something happened. Immutable.
 *
 * @param pool the pool of the worker, where there are several; empty for the only one
 * @param worker the number of the worker, from 1
 * @param pid the process id of the worker
 */
public record Place(String pool, int worker, long pid) {

    /** The worker as messages call it: {@code worker 2}, or {@code images worker 2} in a pool of that name. */
    public String name() {
        return (pool.isEmpty() ? "worker " : pool + " worker ") + worker;
    }
}
