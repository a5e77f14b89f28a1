package dev.procpool.internal.child;

import dev.procpool.ArgumentSerializationException;
import dev.procpool.ChildProcess;
import dev.procpool.ExitReport;
import dev.procpool.PoolException;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.launch.JvmArguments;
import dev.procpool.internal.launch.RunDirectory;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.EncodingException;
import dev.procpool.protocol.start.ProcessIdentity;
import dev.procpool.protocol.start.WorkerDirectory;
import dev.procpool.protocol.start.WorkerLine;
import dev.procpool.task.Task;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A child in a JVM of its own. The task travels in a file; a socket that stays open says to the child that its parent
 * lives. Thread-safe by its monitor.
 */
final class ChildJvm implements ChildProcess {

    private static final int MAX_TASK_BYTES = Integer.MAX_VALUE - 8;

    private final String name;
    private final boolean daemon;
    private final List<String> jvmOptions;
    private final Optional<Path> stdout;
    private final Optional<Path> stderr;
    private final CompletableFuture<ChildProcess> exit = new CompletableFuture<>();
    private Task<?> task; // guarded by this; let go once it was sent
    private Process process; // guarded by this
    private boolean closed; // guarded by this

    ChildJvm(
            Task<?> task,
            String name,
            boolean daemon,
            List<String> jvmOptions,
            Optional<Path> stdout,
            Optional<Path> stderr) {
        this.task = task;
        this.name = name;
        this.daemon = daemon;
        this.jvmOptions = jvmOptions;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    @Override
    public synchronized void start() {
        requireOpen();
        if (process != null) {
            throw new IllegalStateException(name + " was started before: a child process can be started only once");
        }
        byte[] encoded;
        try {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            encoded = new Codecs(context == null ? ChildJvm.class.getClassLoader() : context, MAX_TASK_BYTES)
                    .encode(task);
        } catch (EncodingException e) {
            throw new ArgumentSerializationException("the task of " + name + " cannot be sent: " + e.getMessage(), e);
        }
        RunDirectory directory = RunDirectory.create(Optional.empty());
        try {
            spawn(encoded, directory);
        } catch (IOException | RuntimeException e) {
            directory.delete();
            throw new PoolException(name + " cannot be started: " + e.getMessage(), e);
        }
        task = null;
    }

    private void spawn(byte[] encoded, RunDirectory directory) throws IOException {
        WorkerDirectory files = new WorkerDirectory(directory.path());
        Files.write(files.task(), encoded);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(files.socket()));
        long token = new SecureRandom().nextLong();
        JvmArguments jvm = JvmArguments.of(
                Optional.empty(), jvmOptions, ProcessIdentity.propertiesOfChild(name, daemon), List.of());
        ProcessBuilder builder = jvm.processBuilder(
                jvm.usableArchive(),
                files.argumentFile(),
                "dev.procpool.worker.ChildMain",
                List.of(
                        directory.path().toString(),
                        Long.toUnsignedString(token, 16),
                        Long.toUnsignedString(Codecs.fingerprint(), 16)));
        builder.redirectOutput(target(stdout)).redirectError(target(stderr));
        try {
            process = builder.start();
        } catch (IOException e) {
            server.close();
            throw new IOException(e.getMessage() + "; the command was: " + String.join(" ", builder.command()), e);
        }
        ChildProcesses.started(this);
        Thread lifeline = new Thread(() -> holdLifeline(server, token), "procpool-lifeline of " + name);
        lifeline.setDaemon(true);
        lifeline.start();
        Process started = process;
        Thread waiter = new Thread(() -> awaitExit(started, server, directory), "procpool-exit of " + name);
        waiter.setDaemon(daemon); // a JVM does not end before its children that are not daemons
        waiter.start();
    }

    private static ProcessBuilder.Redirect target(Optional<Path> file) {
        return file.map(path -> ProcessBuilder.Redirect.to(new File(path.toString())))
                .orElse(ProcessBuilder.Redirect.INHERIT);
    }

    /** Accepts the child's control line and keeps it open until the child closes it by its end. */
    private static void holdLifeline(ServerSocketChannel server, long token) {
        try (SocketChannel control = server.accept()) {
            ByteBuffer preamble = ByteBuffer.allocate(WorkerLine.PREAMBLE);
            while (preamble.hasRemaining() && control.read(preamble) >= 0) {
                // The preamble may come in parts.
            }
            WorkerLine.line(preamble.flip(), token);
            ByteBuffer rest = ByteBuffer.allocate(1);
            while (control.read(rest.clear()) >= 0) {
                // The child says nothing more; only the end counts.
            }
        } catch (IOException e) {
            // The child ended before it connected; its exit is waited for elsewhere.
        }
    }

    private void awaitExit(Process started, ServerSocketChannel server, RunDirectory directory) {
        try {
            started.waitFor();
            server.close();
        } catch (InterruptedException | IOException e) {
            // Nobody interrupts this thread, and a socket that cannot be closed is closed by the end of this process.
        }
        directory.delete();
        ChildProcesses.ended(this);
        exit.complete(this);
    }

    @Override
    public void run() throws Exception {
        Task<?> here;
        synchronized (this) {
            requireOpen();
            here = task;
        }
        if (here == null) {
            throw new IllegalStateException(name + " was started: its task has gone to the child");
        }
        here.call();
    }

    @Override
    public void join() throws InterruptedException {
        started().waitFor();
        awaitCleanUp(Duration.ofSeconds(5));
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        Process running = started();
        long nanos = timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : timeout.toNanos();
        boolean ended = nanos <= 0 ? !running.isAlive() : running.waitFor(nanos, TimeUnit.NANOSECONDS);
        if (ended) {
            awaitCleanUp(Duration.ofSeconds(5));
        }
        return ended;
    }

    /** After a join nothing of the child is left: neither in the list of active children nor on the disk. */
    private void awaitCleanUp(Duration atMost) throws InterruptedException {
        try {
            exit.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            Loggers.of(ChildJvm.class)
                    .log(System.Logger.Level.WARNING, "{0} has ended, but cleaning up after it takes long", name);
        }
    }

    private synchronized Process started() {
        requireOpen();
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
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
                : new ExitReport(0, 1, 0, code.getAsInt(), false, List.of(), null).signal();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean daemon() {
        return daemon;
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
                    name + " (pid " + process.pid() + ") is alive: join() or kill() it before close()");
        }
        task = null;
        closed = true;
    }

    @Override
    public String toString() {
        return name;
    }
}
