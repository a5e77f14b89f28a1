package dev.procpool;

import dev.procpool.task.Task;
import dev.procpool.task.TaskBiFunction;
import dev.procpool.task.TaskFunction;
import java.util.List;
import java.util.Map;

/**
 * The calls of a pool with certain {@link TaskOptions}, without its lifecycle; {@link Pool#with} gives calls with other
 * options.
 *
 * <p>Thread-safe. Functions, items and results travel as copies (a pool of threads passes them as they are). The
 * blocking calls throw the exception that the task threw: an unchecked one as itself, a checked one inside a {@link
 * TaskException}, each with the frames of the worker and a frame that names the worker; and {@link WorkerDiedException}
 * if the worker died of the item. Every call throws {@link IllegalStateException} after the pool was shut down, {@link
 * PoolBrokenException} when the pool is broken, and {@link ArgumentSerializationException} if its function cannot be
 * encoded.
 *
 * <p>The items of a call are an {@code Iterable}, which is read once; {@link Input} makes one of a stream or an array.
 *
 * <p>Names and meaning are those of {@code multiprocessing.Pool}; the Javadoc of a method says where it differs.
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
     * Runs a function on one argument in a worker and waits for its result, as {@link #apply(Task)}. No other thread
     * should change the argument meanwhile: a large {@code byte[]} is not copied before it is sent, and is sent again
     * on a retry.
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
     * <p>Every item runs, even after another one has failed. Then the failure of the lowest index is thrown as {@link
     * #apply} does, with up to ten other failures suppressed in the exception of the task (which is the cause where
     * that is a checked exception). An argument that cannot be encoded fails its item. An exception of the iterator is
     * thrown as it is, and the items that were read before are cancelled.
     *
     * <p>The list belongs to the caller, who may change it. If all results are an {@code Integer}, all a {@code Long}
     * or all a {@code Double}, the list keeps their bytes and boxes an element each time it is read.
     *
     * @throws InterruptedException if the caller was interrupted; the items are cancelled then
     */
    <A, R> List<R> map(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items)
            throws InterruptedException;

    /** As {@link #map}, but returns when all items have been read and encoded, without waiting for results. */
    <A, R> TaskFuture<List<R>> mapAsync(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items);

    /** As {@link #map} with a function of two arguments; further arguments travel in a record. */
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
     * <p>The input is read by a thread of the pool, at most {@link TaskOptions.Builder#buffer(int)} items ahead of
     * the consumer; so it may be endless. (Python reads all of it.) {@code next()} throws the failure of its item, and
     * the iteration can go on after it. An exception of the input is thrown after the results before it, and ends the
     * iteration.
     */
    <A, R> Results<R> imap(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items);

    /** As {@link #imap}, in the order in which the results arrive. */
    <A, R> Results<R> imapUnordered(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items);

    /**
     * Runs a function on every item and gives the outcome of each, with the worker that ran it: in the order of
     * completion, or with {@link TaskOptions#keepOrder()} in the order of the items. A failed item does not end the
     * iteration.
     */
    <A, R> Results<Outcome<R>> outcomes(TaskFunction<? super A, ? extends R> function, Iterable<? extends A> items);
}
