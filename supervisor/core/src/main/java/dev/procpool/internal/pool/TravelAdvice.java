package dev.procpool.internal.pool;

import java.io.Serializable;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.RunnableFuture;

/** Says what to do instead, where an executor refuses a task that cannot travel. */
final class TravelAdvice {

    private TravelAdvice() {}

    /** The advice for a task that cannot be encoded; empty where the reason of the refusal says enough. */
    static Optional<String> on(Object task) {
        if (task instanceof AsynchronousCompletionTask) {
            return Optional.of("CompletableFuture.supplyAsync and runAsync wrap their task in an object that cannot"
                    + " travel: use submit(Task).toCompletableFuture() instead");
        }
        if (task instanceof RunnableFuture) {
            return Optional.of("a FutureTask, such as an ExecutorCompletionService makes, cannot travel:"
                    + " use submit(Task), or Pool.outcomes for results in the order of their completion");
        }
        if (!task.getClass().isHidden() || task instanceof Serializable) {
            return Optional.empty();
        }
        return Optional.of(
                task instanceof Callable
                        ? "a lambda that is a Callable is not Serializable: make it a dev.procpool.task.Task, as"
                                + " PoolExecutorService.submit does with a lambda, or (Task<R>) in front of it"
                        : "a lambda that is a Runnable is not Serializable: give it to submit as a"
                                + " dev.procpool.task.Task, () -> { …; return null; }, or write"
                                + " (Runnable & Serializable) in front of it");
    }
}
