package dev.procpool.internal.manager;

import dev.procpool.ChildProcess;
import dev.procpool.PoolException;
import dev.procpool.internal.launch.RunDirectory;
import dev.procpool.protocol.call.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The process of a manager that this process has started, and its directory. Thread-safe.
 *
 * @param hook removes the directory if this JVM ends before the manager
 */
record ManagerProcess(ChildProcess child, RunDirectory directory, Endpoint endpoint, Thread hook) {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration TO_END = Duration.ofSeconds(5);
    private static final Duration AFTER_SIGTERM = Duration.ofSeconds(2);
    private static final long START_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    /** Starts a process and waits until it can be called. */
    static ManagerProcess start(ManagerOptions options, String token) {
        RunDirectory directory = RunDirectory.create(Optional.empty());
        Thread hook = new Thread(directory::delete, "procpool-manager-exit");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Endpoint endpoint = Endpoint.at(
                    ManagerId.random(), directory.path().resolve("s").toString(), token);
            InetSocketAddress listen = options.listen().orElse(null);
            ManagerTask task = new ManagerTask(
                    endpoint,
                    listen == null ? null : listen.getHostString(),
                    listen == null ? 0 : listen.getPort(),
                    options.allowed());
            ChildProcess child = ChildProcess.builder(task)
                    .name(options.name().orElseGet(() -> "Manager-" + COUNT.incrementAndGet()))
                    .daemon(true)
                    .jvmOptions(options.jvmOptions().toArray(String[]::new))
                    .build();
            child.start();
            ManagerProcess process = new ManagerProcess(child, directory, endpoint, hook);
            child.onExit().thenRun(process::removeDirectory);
            process.awaitStart();
            return process;
        } catch (RuntimeException | Error e) {
            directory.delete();
            forget(hook);
            throw e;
        }
    }

    private void awaitStart() {
        boolean interrupted = Thread.interrupted(); // an interrupt would close each connection that asks
        try {
            long deadline = System.nanoTime() + START_NANOS;
            while (!answers()) {
                requireStarting(deadline);
                LockSupport.parkNanos(STEP_NANOS);
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void requireStarting(long deadline) {
        if (!child.isAlive()) {
            throw new PoolException(
                    child.name() + " has ended with the exit code "
                            + child.exitCode().orElse(-1) + " before it was ready; its error output has the cause",
                    null);
        }
        if (System.nanoTime() > deadline) {
            child.kill();
            throw new PoolException(child.name() + " was not ready in time", null);
        }
    }

    private boolean answers() {
        try (SocketChannel socket = endpoint.open()) {
            return socket.isConnected();
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private void removeDirectory() {
        directory.delete();
        forget(hook);
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down: the hook runs.
        }
    }

    /** Asks the process to end, and makes sure that it does. */
    void end(Caller caller) {
        boolean interrupted = Thread.interrupted();
        try {
            if (child.isAlive()) {
                ask(caller);
                interrupted |= awaitEnd();
            }
        } finally {
            removeDirectory();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void ask(Caller caller) {
        try {
            caller.request("close()", Request.SHUTDOWN, (out, codec) -> {});
        } catch (PoolException | SecurityException e) {
            // A process that cannot be asked is ended by signals.
        }
    }

    /** Returns whether this thread was interrupted, which makes it wait no longer. */
    private boolean awaitEnd() {
        try {
            if (!child.join(TO_END)) {
                child.terminate();
                if (!child.join(AFTER_SIGTERM)) {
                    child.kill();
                    child.join(TO_END);
                }
            }
            return false;
        } catch (InterruptedException e) {
            child.kill();
            return true;
        }
    }
}
