package dev.procpool;

import dev.procpool.internal.manager.ManagerHandle;
import dev.procpool.task.Task;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;

/**
 * A process that keeps objects which other processes use through proxies, mirroring Python's {@code
 * multiprocessing.Manager} ({@code multiprocessing/managers.py}). Thread-safe.
 *
 * <pre>{@code
 * try (Manager manager = Manager.start(); Pool pool = Pool.open(4)) {
 *     List<String> seen = manager.list();
 *     pool.map(page -> seen.add(page.title()), pages);       // the list is one, in the manager
 *     Counter counter = manager.serve(Counter.class, () -> new PlainCounter());
 *     pool.map(page -> counter.add(page.words()), pages);    // runs in the manager, one call at a time
 * }
 * }</pre>
 *
 * <p>A proxy is an object of an interface. Each call of a method sends the arguments to the manager, runs the method
 * there, and brings back a copy of the result, or the exception itself, with the frames of the manager. A caller can
 * reach only the methods of the interface, whatever other methods the object has. Proxies travel as arguments and
 * results, captured by lambdas, within other objects and within each other, to workers, to children and their children.
 *
 * <p><b>Threads.</b> Each calling thread has a thread in the manager, so no call waits for a call of another object.
 * Calls of an object that {@link #serve} made run one at a time, under the monitor of that object: {@code wait} and
 * {@code notify} work there, but a method that blocks otherwise keeps all other callers of that object waiting. Objects
 * that are thread-safe themselves, such as blocking queues, belong to {@link #serveConcurrent}. Lists, maps and
 * namespaces are thread-safe.
 *
 * <p><b>Equality.</b> Two proxies of one object are equal. Where the interface declares {@code equals}, as those of
 * collections do, the objects are compared. {@code toString} is that of the object.
 *
 * <p><b>End.</b> An object ends with the manager, by {@link #end}, or when the proxy that created it is no longer
 * reachable and has never been sent to any process. A manager ends by {@link #close}, and together with the process
 * that started it. If it is killed, every call throws {@link HomeGoneException}, those that wait for an answer
 * included. A caller that dies or is interrupted within a call interrupts the thread of that call in the manager.
 *
 * <p><b>Interrupts.</b> A call whose method declares {@link InterruptedException} throws it; another call throws a
 * {@link PoolException} and leaves the thread interrupted. The method may have run in both cases.
 */
public interface Manager extends AutoCloseable {

    /**
     * Starts a manager that the processes of this user reach.
     *
     * @throws PoolException if its process cannot be started
     */
    static Manager start() {
        return builder().start();
    }

    /** Starts the configuration of a manager, which may also listen for other machines. */
    static ManagerBuilder builder() {
        return new ManagerBuilder();
    }

    /**
     * Connects to a manager that listens at an address. Both ends prove that they know the token before anything else;
     * what they send afterwards is not encrypted. Proxies that come from it lead there, also in other processes.
     * Objects of classes that the manager was not told to {@link ManagerBuilder#allow} cannot be sent, and proxies only
     * to the manager that has their objects. A call waits for its answer without a limit of time; if the other machine
     * vanishes without closing the connection, the call fails after about two minutes, or when the system gives up
     * sending a request that did not arrive.
     *
     * @throws SecurityException if one of the ends does not know the token of the other
     * @throws HomeGoneException if no manager answers at the address
     */
    static Manager connect(InetSocketAddress address, String token) {
        return ManagerHandle.connect(address, token);
    }

    /**
     * Creates an object in the manager; its methods run one at a time.
     *
     * @param type an interface
     * @param factory runs in the manager; its result must implement {@code type}
     * @return a proxy of the object
     */
    <T> T serve(Class<T> type, Task<? extends T> factory);

    /**
     * Creates an object in the manager that is thread-safe; its methods run at the same time.
     *
     * @param type an interface
     * @param factory runs in the manager; its result must implement {@code type}
     * @return a proxy of the object
     */
    <T> T serveConcurrent(Class<T> type, Task<? extends T> factory);

    /**
     * Creates a list in the manager. Each of its methods is one step; iterators, streams and {@code forEach} go through
     * a copy of the list as it was when they began, and an iterator removes nothing.
     */
    <E> List<E> list();

    /** Creates a list in the manager with some elements. */
    <E> List<E> list(Collection<? extends E> elements);

    /**
     * Creates a map in the manager, in the order of insertion, without null keys and values. Each method that takes no
     * function is one step; methods that take one, such as {@code merge} and {@code computeIfAbsent}, call it here, and
     * again if another process has changed the entry meanwhile, so that they are as atomic as those of every {@link
     * ConcurrentMap}. The views go through a copy and remove nothing.
     */
    <K, V> ConcurrentMap<K, V> map();

    /** Creates a namespace in the manager. */
    Namespace namespace();

    /**
     * Creates a lock that ends with the manager. Its state is in memory that all processes of this machine share, so it
     * is as fast as one that this process creates; the same is true of the objects of the next methods.
     *
     * @throws UnsupportedOperationException if this manager was connected to by its address
     */
    ProcessLock lock();

    /** Creates a reentrant lock, as {@link #lock} does. */
    ProcessLock reentrantLock();

    /** Creates a lock of readers and writers, as {@link #lock} does. */
    ProcessReadWriteLock readWriteLock();

    /** Creates a condition of a lock, as {@link #lock} does. */
    ProcessCondition condition(ProcessLock lock);

    /** Creates a barrier, as {@link #lock} does. */
    ProcessBarrier barrier(int parties);

    /** Creates an event, as {@link #lock} does. */
    ProcessEvent event();

    /** Creates a semaphore, as {@link #lock} does. */
    ProcessSemaphore semaphore(int permits);

    /** Creates a bounded semaphore, as {@link #lock} does. */
    ProcessSemaphore boundedSemaphore(int permits);

    /** Creates a queue without a bound of items, as {@link #lock} does. */
    <T> ProcessQueue<T> queue();

    /** Creates a queue of at most {@code capacity} items, as {@link #lock} does. */
    <T> ProcessQueue<T> queue(int capacity);

    /** Creates a number, as {@link #lock} does. */
    SharedLong sharedLong(long value);

    /** Creates a number, as {@link #lock} does; for arrays use {@code run(() -> SharedArray.ofInts(n))}. */
    SharedDouble sharedDouble(double value);

    /** Runs a task in the manager and returns a copy of its result. */
    <R> R run(Task<R> task);

    /**
     * Gives the object of a proxy a name, by which every process that is connected to the manager can {@link #find} it.
     * A name that is given again stands for the later object.
     */
    void publish(String name, Object proxy);

    /**
     * The object that has a name.
     *
     * @throws java.util.NoSuchElementException if no object has that name
     * @throws ClassCastException if the object is of another type
     */
    <T> T find(String name, Class<T> type);

    /** Ends the object of a proxy; every later call of it throws {@link HomeGoneException}. Idempotent. */
    void end(Object proxy);

    /** The address at which the manager listens for other machines. */
    Optional<InetSocketAddress> address();

    /** The token that {@link #connect} needs. */
    String token();

    /** The process of the manager, if this process has started it. */
    Optional<ChildProcess> process();

    /**
     * Ends the manager, if this process has started it: asks it to end, which makes its exit code 0, and kills it if it
     * has not ended after some seconds. Closes the connections of this process. Idempotent.
     */
    @Override
    void close();
}
