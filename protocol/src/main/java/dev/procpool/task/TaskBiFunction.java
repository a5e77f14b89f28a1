package dev.procpool.task;

import java.io.Serializable;

/**
 * A function of two arguments that can travel to a worker; more arguments travel in a record.
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface TaskBiFunction<A, B, R> extends Serializable {

    /**
     * Computes the result for one pair of arguments.
     *
     * @throws Exception any failure; it reaches the caller of the pool with its own type, cause chain and frames
     */
    R apply(A first, B second) throws Exception;
}
