package dev.procpool.internal.child;

import dev.procpool.ArgumentSerializationException;
import dev.procpool.ChildProcess;
import dev.procpool.ExitReport;
import dev.procpool.PoolException;
import dev.procpool.internal.base.DaemonThreads;
import dev.procpool.internal.base.Interrupts;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.between.Journeys;
import dev.procpool.internal.launch.CrashLog;
import dev.procpool.internal.launch.RunDirectory;
import dev.procpool.protocol.codec.EncodingException;
import dev.procpool.task.Task;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child in a JVM of its own. The task travels in a file; a socket that stays open tells the child that its parent
 * lives. Thread-safe by its monitor.
 */
final class ChildJvm implements ChildProcess {

    private static final int ABORTED = 134;
    private static final Duration CLEAN_UP = Duration.ofSeconds(5);

    private final ChildSettings settings;
    private final ActiveChildren active;
    private final CompletableFuture<ChildProcess> exit = new CompletableFuture<>();
    private Task<?> task; // guarded by this; let go once it was sent
    private Process process; // guarded by this
    private Instant started; // guarded by this
    private boolean closed; // guarded by this

    /** @param active lists this child while it is alive */
    ChildJvm(Task<?> task, ChildSettings settings, ActiveChildren active) {
        this.task = task;
        this.settings = settings;
        this.active = active;
    }

    @Override
    public synchronized void start() {
        requireOpen();
        if (process != null) {
            throw new IllegalStateException(name() + " was started before: a child process can be started only once");
        }
        Journeys sent = new Journeys();
        EncodedTask encoded = sent.during(this::encode);
        started = Instant.now();
        SpawnedChild spawned = sent.during(() -> Interrupts.setAside(() -> spawn(encoded)));
        process = spawned.process();
        task = null;
        active.started(this);
        DaemonThreads.start("procpool-lifeline of " + name(), spawned::holdLifeline);
        Thread waiter = new Thread(() -> awaitExit(spawned, sent), "procpool-exit of " + name());
        waiter.setDaemon(daemon()); // a JVM does not end before its children that are not daemons
        waiter.start();
    }

    private SpawnedChild spawn(EncodedTask encoded) {
        RunDirectory directory = RunDirectory.create(Optional.empty());
        try {
            return SpawnedChild.spawn(settings, encoded, directory);
        } catch (IOException | RuntimeException e) {
            throw new PoolException(name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private EncodedTask encode() {
        try {
            return EncodedTask.of(task);
        } catch (EncodingException e) {
            throw new ArgumentSerializationException("the task of " + name() + " cannot be sent: " + e.getMessage(), e);
        }
    }

    private void awaitExit(SpawnedChild spawned, Journeys sent) {
        spawned.awaitExit();
        active.ended(this);
        exit.complete(this);
        sent.recall();
    }

    @Override
    public void run() throws Exception {
        Task<?> here;
        synchronized (this) {
            requireOpen();
            here = task;
        }
        if (here == null) {
            throw new IllegalStateException(name() + " was started: its task has gone to the child");
        }
        here.call();
    }

    @Override
    public void join() throws InterruptedException {
        started().waitFor();
        awaitCleanUp();
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        Process running = started();
        long nanos = Times.nanos(timeout);
        boolean ended = nanos <= 0 ? !running.isAlive() : running.waitFor(nanos, TimeUnit.NANOSECONDS);
        if (ended) {
            awaitCleanUp();
        }
        return ended;
    }

    /** After a join nothing is left of the child, neither in the list of active children nor on the disk. */
    private void awaitCleanUp() throws InterruptedException {
        try {
            exit.get(CLEAN_UP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Loggers.of(ChildJvm.class)
                    .log(System.Logger.Level.WARNING, "{0} has ended, but cleaning up after it takes long", name());
        }
    }

    private synchronized Process started() {
        requireOpen();
        if (process == null) {
            throw new IllegalStateException(name() + " was not started");
        }
        return process;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(name() + " is closed");
        }
    }

    @Override
    public synchronized boolean isAlive() {
        requireOpen();
        return process != null && process.isAlive();
    }

    @Override
    public synchronized OptionalLong pid() {
        requireOpen();
        return process == null ? OptionalLong.empty() : OptionalLong.of(process.pid());
    }

    @Override
    public synchronized OptionalInt exitCode() {
        requireOpen();
        return process == null || process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    @Override
    public Optional<String> exitSignal() {
        OptionalInt code = exitCode();
        return code.isEmpty()
                ? Optional.empty()
                : new ExitReport(0, 1, 0, code.getAsInt(), false, List.of(), null, crashSignal(code.getAsInt()))
                        .signal();
    }

    private synchronized String crashSignal(int exitCode) {
        return exitCode == ABORTED
                ? CrashLog.of(process.pid(), started).flatMap(CrashLog::signal).orElse(null)
                : null;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public boolean daemon() {
        return settings.daemon();
    }

    @Override
    public void terminate() {
        started().destroy();
    }

    @Override
    public void kill() {
        started().destroyForcibly();
    }

    @Override
    public CompletableFuture<ChildProcess> onExit() {
        started();
        return exit.copy();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        if (process != null && process.isAlive()) {
            throw new IllegalStateException(
                    name() + " (pid " + process.pid() + ") is alive: join() or kill() it before close()");
        }
        task = null;
        closed = true;
    }

    @Override
    public String toString() {
        return name();
    }
}
