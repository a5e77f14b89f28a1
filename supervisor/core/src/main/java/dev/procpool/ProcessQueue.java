package dev.procpool;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * A queue between processes, mirroring Python's {@code multiprocessing.Queue}, {@code SimpleQueue} and {@code
 * JoinableQueue} ({@code multiprocessing/queues.py}). Thread-safe.
 *
 * <pre>{@code
 * try (ProcessQueue<String> lines = ProcessQueue.create();
 *         ChildProcess child = ChildProcess.of(() -> { lines.put("hello"); return null; })) {
 *     child.start();
 *     System.out.println(lines.get());
 *     child.join();
 * }
 * }</pre>
 *
 * <p>The queue is a handle, which travels as a {@link ProcessLock} does: as an argument or a result, captured by a
 * lambda, in another queue. It works the same in a worker, in a {@link ChildProcess}, in their children and in the
 * process that created it, its <em>home</em>.
 *
 * <p><b>Items</b> are copied, as arguments of a pool are: they are encoded by {@code put}, which throws if that is not
 * possible, and decoded by {@code get}. Null is refused. An item that was put is there for every process at once:
 * there is no thread that sends it later, so a process may end after its last put. The items of one thread arrive in
 * the order in which it put them. {@link #size} and {@link #isEmpty} are exact.
 *
 * <p><b>Room.</b> A queue has room for {@link ProcessQueueBuilder#capacity} items and {@link
 * ProcessQueueBuilder#maxBytes} bytes of encoded items, in memory that is used when it is needed first. A queue whose
 * items no process gets is full at some time, and {@code put} waits; Python keeps such items in the memory of the
 * process that puts them.
 *
 * <p><b>Deaths.</b> A process that dies, at whatever point, loses no item of another one and leaves no half of one. The
 * items that it had put are there. The items that it had got and not called {@link #taskDone} for are dropped, or come
 * back: {@link ProcessQueueBuilder#onConsumerDeath}. To exit is a death in this sense. When the home ends, all threads
 * that wait wake, and every operation throws {@link HomeGoneException}; the items are gone. A process that is stopped
 * in the microseconds in which it changes the queue holds the others up; their time limits hold.
 *
 * <p>All waits can be interrupted, and use no processor time after 50 microseconds. A timeout that is zero or negative
 * means one attempt, which may take up to 100 milliseconds while another process changes the queue. The first operation
 * in a process connects to the home; a home that does not answer, as it is stopped, may delay it by a second.
 *
 * @param <T> the type of the items
 */
public interface ProcessQueue<T> extends AutoCloseable, Serializable {

    /** The fate of the items that a process had got, and that were not done, when it dies. */
    enum OnConsumerDeath {
        /** They are dropped and count as done, so that {@link #join} ends. In Python it waits for ever. */
        DROP,
        /** They come back in front of the items that no process has got, in their order. */
        REDELIVER
    }

    /**
     * An item that stays in the queue until it is done. Thread-safe. The record of a leased item, and those of all
     * items behind it, keep their room until then.
     */
    interface Lease<T> extends AutoCloseable {

        /** The item. */
        T item();

        /**
         * The item is done, and leaves the queue.
         *
         * @throws IllegalStateException if the lease has ended
         */
        void done();

        /** Gives the item back, in front of those that no process has got, unless it is done. Idempotent. */
        @Override
        void close();
    }

    /**
     * Creates a queue with the default options, whose home is this process.
     *
     * @throws PoolException if there is no room for its memory
     */
    static <T> ProcessQueue<T> create() {
        return ProcessQueue.<T>builder().create();
    }

    /** Starts the configuration of a queue. */
    static <T> ProcessQueueBuilder<T> builder() {
        return new ProcessQueueBuilder<>();
    }

    // ---- put

    /**
     * Puts an item; waits for room.
     *
     * @throws ArgumentSerializationException if the item cannot be encoded; the queue is as it was
     * @throws PayloadTooLargeException if the item has more bytes than the queue has room for
     * @throws PoolException if the disk is full; nothing was put
     * @throws HomeGoneException if the home is gone or has closed the queue
     */
    void put(T item) throws InterruptedException;

    /**
     * Puts an item; waits for room up to {@code timeout}. Throws what {@link #put} throws.
     *
     * @return false if the queue was full; Python throws {@code queue.Full}
     */
    boolean offer(T item, Duration timeout) throws InterruptedException;

    // ---- get

    /**
     * Takes the first item; waits for it.
     *
     * @throws PoolException if the item cannot be decoded; it is dropped
     * @throws HomeGoneException if the home is gone or has closed the queue
     */
    T get() throws InterruptedException;

    /**
     * Takes the first item; waits for it up to {@code timeout}. Throws what {@link #get} throws.
     *
     * @return empty if the queue was empty; Python throws {@code queue.Empty}
     */
    Optional<T> poll(Duration timeout) throws InterruptedException;

    /**
     * Leases the first item; waits for it up to {@code timeout}. Throws what {@link #get} throws. A lease needs no
     * {@link #taskDone}.
     *
     * @return empty if the queue was empty
     */
    Optional<Lease<T>> lease(Duration timeout) throws InterruptedException;

    /**
     * Takes all items that are there, without a wait. Throws what {@link #get} throws; the items that were taken before
     * one that cannot be decoded are in {@code items} then, and those after it are still in the queue.
     *
     * @return the number of items that were added to {@code items}
     */
    int drainTo(Collection<? super T> items) throws InterruptedException;

    // ---- the end of the work

    /**
     * Says that an item that this process has got is done. Where the queue redelivers, it is the one that this process
     * got first.
     *
     * @throws IllegalStateException if this process has said so of all the items that it has got
     * @throws HomeGoneException if the home is gone or has closed the queue
     */
    void taskDone();

    /**
     * Waits until all items that were put are done, up to {@code timeout}.
     *
     * @return whether they are
     * @throws HomeGoneException if the home is gone or has closed the queue
     */
    boolean join(Duration timeout) throws InterruptedException;

    // ---- facts

    /**
     * The number of items that no process has got.
     *
     * @throws HomeGoneException if the home is gone or has closed the queue
     */
    int size();

    /**
     * Whether there is no item.
     *
     * @throws HomeGoneException if the home is gone or has closed the queue
     */
    boolean isEmpty();

    /**
     * Ends the queue with its items, in the process that created it: threads that wait wake, and every later operation
     * in any process throws {@link HomeGoneException}. Has no effect in another process. Idempotent. A queue that is
     * never closed ends with the process that created it; one that never left that process, when it is no longer
     * reachable.
     */
    @Override
    void close();
}
