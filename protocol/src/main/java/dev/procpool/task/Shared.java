package dev.procpool.task;

import java.io.Serializable;

/**
 * A handle of a value that a pool shares with its workers; {@code Pool.share} makes it. The handle may be captured by a
 * lambda, be an argument, or be a field of one: it takes a few bytes there, whatever the size of the value.
 *
 * <pre>{@code
 * try (Shared<Model> model = pool.share(loadModel())) {
 *     return pool.map(line -> model.get().score(line), lines);
 * }
 * }</pre>
 *
 * <p>The value is encoded once, when it is shared: later changes of it do not reach the workers. An incarnation of a
 * worker gets the encoding with the first item that has the handle, and decodes it at most once, at the first {@link
 * #get}. All items that it runs later get the same copy, so a task that changes the copy changes it for the items after
 * it. A worker that dies while it decodes the value fails the item that it was running.
 *
 * <p><b>Memory.</b> The supervisor keeps the value and its encoding. A worker that uses the value keeps its copy, which
 * counts towards the limits of its heap and its memory, and holds the encoding beside it until the first {@link #get}
 * has returned. Both are dropped when the handle is closed and all calls that were submitted with it are settled, or
 * when the supervisor can no longer reach the handle.
 *
 * <p>A handle is of use in its own pool only: a nested pool, another pool and a child process refuse it. One that is
 * (part of) a result arrives in the supervisor as the same handle. Thread-safe.
 *
 * @param <T> the type of the value
 */
public interface Shared<T> extends Serializable, AutoCloseable {

    /**
     * The value: in a worker its copy, decoded now if it was not before; in the supervisor, and in a pool of threads,
     * the object itself.
     *
     * @throws IllegalStateException if the handle was closed
     */
    T get();

    /**
     * Ends the sharing: further calls with this handle are refused. Calls that were submitted before are not affected,
     * but in a pool of threads. Idempotent.
     *
     * @throws UnsupportedOperationException in a worker
     */
    @Override
    void close();
}
