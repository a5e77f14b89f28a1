package dev.procpool;

import dev.procpool.internal.child.ChildProcesses;
import dev.procpool.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * A task in a JVM of its own, mirroring Python's {@code multiprocessing.Process}. Thread-safe.
 *
 * <pre>{@code
 * ChildProcess child = ChildProcess.of(() -> { System.out.println("hello"); return null; });
 * child.start();
 * child.join();
 * }</pre>
 *
 * <p>The child prints to the streams of this JVM and has an empty stdin. Its exit code is 0 when the task returns, 1
 * when the task throws, and n after {@code System.exit(n)} (modulo 256). As in Python, a JVM whose {@code main} ends
 * waits for its children that are not daemons; daemons are killed then. Unlike in Python, every child ends together
 * with its parent when the parent is killed.
 */
public interface ChildProcess extends AutoCloseable {

    /** A child that will run {@code task}, with the default name and daemon flag. */
    static ChildProcess of(Task<?> task) {
        return builder(task).build();
    }

    /** Starts the configuration of a child. */
    static ChildProcessBuilder builder(Task<?> task) {
        return new ChildProcessBuilder(task);
    }

    /** This process. Always alive; {@link #start}, {@link #run}, {@link #join} and {@link #close} refuse. */
    static ChildProcess current() {
        return ChildProcesses.current();
    }

    /** The process that started this one with procpool, as a child or as a worker; empty in a main program. */
    static Optional<ChildProcess> parent() {
        return ChildProcesses.parent();
    }

    /** The children that this JVM started and that are alive, in the order of their start. */
    static List<ChildProcess> activeChildren() {
        return ChildProcesses.activeChildren();
    }

    /**
     * Spawns the child and returns at once.
     *
     * @throws IllegalStateException if the child was started before
     * @throws ArgumentSerializationException if the task cannot be encoded; nothing was started then
     * @throws PoolException if the process cannot be spawned; the message has the command line
     */
    void start();

    /**
     * Runs the task in the calling thread of the calling process, as {@code Process.run()} does.
     *
     * @throws IllegalStateException after {@link #start}
     * @throws Exception any exception of the task
     */
    void run() throws Exception;

    /**
     * Waits until the child has ended.
     *
     * @throws IllegalStateException before {@link #start}
     */
    void join() throws InterruptedException;

    /**
     * Waits until the child has ended, or the timeout has; returns at once if the timeout is zero or negative.
     *
     * @return whether the child has ended
     * @throws IllegalStateException before {@link #start}
     */
    boolean join(Duration timeout) throws InterruptedException;

    /** Whether the child was started and has not ended. */
    boolean isAlive();

    /** The process id; empty before {@link #start}. */
    OptionalLong pid();

    /** The exit value as the operating system gave it: 128 + n after signal n; empty before the end of the child. */
    OptionalInt exitCode();

    /** The name of the signal that ended the child, inferred from the exit code: {@code SIGKILL}. */
    Optional<String> exitSignal();

    /** The name of the child, which need not be unique. */
    String name();

    /** Whether the child is killed when the main program of this JVM ends. */
    boolean daemon();

    /**
     * Sends SIGTERM to the child, whose shutdown hooks run then.
     *
     * @throws IllegalStateException before {@link #start}
     */
    void terminate();

    /**
     * Sends SIGKILL to the child.
     *
     * @throws IllegalStateException before {@link #start}
     */
    void kill();

    /**
     * A future that completes with this object when the child has ended.
     *
     * @throws IllegalStateException before {@link #start}
     */
    CompletableFuture<ChildProcess> onExit();

    /**
     * Releases everything that belongs to the child; afterwards other methods that need the process throw {@link
     * IllegalStateException}. Idempotent.
     *
     * @throws IllegalStateException while the child is alive
     */
    @Override
    void close();
}
