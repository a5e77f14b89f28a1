package dev.procpool;

import dev.procpool.task.Task;
import dev.procpool.task.TaskBiFunction;
import dev.procpool.task.TaskFunction;
import java.util.List;
import java.util.Map;

/**
 * The calls of a pool without its lifecycle, with certain {@link TaskOptions}; {@link Pool#with} gives others.
 *
 * <p>Thread-safe. Functions, items and results travel as copies (a pool of threads passes them as they are). The blocking
 * calls throw the exception that the task threw: an unchecked one as itself, a checked one inside a {@link
 * TaskException}, each with the frames of the worker and a frame that names the worker; and {@link WorkerDiedException}
 * where the worker died of the item. Every call throws {@link IllegalStateException} after the pool was shut down, and
 * {@link PoolBrokenException} when it is broken.
 *
 * <p>Names and meaning are those of {@code multiprocessing.Pool}; where they differ, the method says so.
 */
public interface Tasks {

    /**
     * Runs a task in a worker and waits for its result.
     *
     * @throws ArgumentSerializationException if the task cannot be encoded; nothing was sent then
     * @throws InterruptedException if the caller was interrupted; the item is cancelled then
     */
    <R> R apply(Task<R> task) throws InterruptedException;

    /**
     * Runs a function on one argument in a worker and waits for its result, as {@link #apply(Task)}. No other thread should change
     * the argument meanwhile: a large {@code byte[]} is sent from where it is, and sent again if it is retried.
     */
    <A, R> R apply(TaskFunction<? super A, ? extends R> function, A argument) throws InterruptedException;

    /** Runs a function on two arguments in a worker and waits for its result, as {@link #apply(Task)}. */
    <A, B, R> R apply(TaskBiFunction<? super A, ? super B, ? extends R> function, A first, B second)
            throws InterruptedException;

    /**
     * Runs a task in a worker and returns at once.
     *
     * @throws ArgumentSerializationException if the task cannot be encoded; nothing was sent then
     */
    <R> TaskFuture<R> applyAsync(Task<R> task);

    /** Runs a function on one argument in a worker and returns at once, as {@link #applyAsync(Task)}. */
    <A, R> TaskFuture<R> applyAsync(TaskFunction<? super A, ? extends R> function, A argument);

    /** Runs a function on two arguments in a worker and returns at once, as {@link #applyAsync(Task)}. */
    <A, B, R> TaskFuture<R> applyAsync(TaskBiFunction<? super A, ? super B, ? extends R> function, A first, B second);

    /**
     * Runs a function on every item and waits for all results, in the order of the items.
     *
     * <p>Every item runs, also after one has failed. Then the failure of the lowest index is thrown as by {@link #apply},
     * with up to ten others suppressed in what the task threw (which is the cause where that is a checked exception). An argument that cannot be encoded fails its item. An exception of the iterator is thrown as
     * it is, and the items that were read before are cancelled.
     *
     * <p>The list is the caller's, who may change it. Where all results are an {@code Integer}, a {@code Long} or a
     * {@code Double}, it keeps their bytes and boxes each whenever it is read.
     *
     * @throws InterruptedException if the caller was interrupted; the items are cancelled then
     */
    <A, R> List<R> map(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items)
            throws InterruptedException;

    /** As {@link #map}, but returns at once, when all items have been read and encoded. */
    <A, R> TaskFuture<List<R>> mapAsync(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items);

    /** As {@link #map} with a function of two arguments; more arguments travel in a record. */
    <A, B, R> List<R> starmap(
            TaskBiFunction<? super A, ? super B, ? extends R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs)
            throws InterruptedException;

    /** As {@link #mapAsync} with a function of two arguments. */
    <A, B, R> TaskFuture<List<R>> starmapAsync(
            TaskBiFunction<? super A, ? super B, ? extends R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs);

    /**
     * Runs a function on every item and gives the results one by one, in the order of the items.
     *
     * <p>The input is read by a thread of the pool, no further ahead of the consumer than {@link TaskOptions#buffer()};
     * so it may be endless. (Python reads all of it.) {@code next()} throws the failure of its item, and the iteration can
     * go on after it; an exception of the input is thrown when the results before it are consumed, and ends it.
     */
    <A, R> Results<R> imap(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items);

    /** As {@link #imap}, in the order in which the results arrive. */
    <A, R> Results<R> imapUnordered(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items);

    /**
     * Runs a function on every item and gives what became of each, with the worker that ran it. In the order of
     * completion, or with {@link TaskOptions#keepOrder()} in the order of the items. A failed item does not end it.
     */
    <A, R> Results<Outcome<R>> outcomes(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items);
}
