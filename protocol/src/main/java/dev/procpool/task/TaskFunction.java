package dev.procpool.task;

import java.io.Serializable;

/**
 * A function of one argument that can travel to a worker.
 *
 * <p>It is encoded once per call of the pool and decoded once per worker and call, so within one call its fields keep
 * their state from item to item of the same worker, as the fields of a callable object do in Python.
 *
 * @param <A> the type of an item
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface TaskFunction<A, R> extends Serializable {

    /**
     * Computes the result for one item.
     *
     * @throws Exception any failure; it reaches the caller of the pool with its own type, cause chain and frames
     */
    R apply(A argument) throws Exception;
}
