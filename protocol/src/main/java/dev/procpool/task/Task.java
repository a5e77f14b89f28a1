package dev.procpool.task;

import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * A function without arguments that can travel to a worker: a lambda, a method reference, or a class with fields.
 *
 * <p>Everything it captures travels with it as a copy; nothing that the task changes comes back but its result.
 *
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface Task<R> extends Callable<R>, Serializable {

    @Override
    R call() throws Exception;
}
