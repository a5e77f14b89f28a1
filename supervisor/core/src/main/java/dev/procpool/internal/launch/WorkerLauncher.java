package dev.procpool.internal.launch;

import dev.procpool.ExitReport;
import dev.procpool.PoolException;
import dev.procpool.WorkerOutput.Source;
import dev.procpool.internal.archive.ArchiveFile;
import dev.procpool.internal.base.DaemonThreads;
import dev.procpool.internal.base.FailureText;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.platform.FileDescriptors;
import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.channel.Receiver;
import dev.procpool.protocol.channel.Sender;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.message.MessageFrame;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.start.WorkerArguments;
import dev.procpool.protocol.start.WorkerDirectory;
import dev.procpool.protocol.start.WorkerLine;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Spawns worker JVMs and connects to them, off the engine's lock. Thread-safe.
 *
 * <p>Not more than one JVM for every two processors starts at a time, in the order of the launches. Each launch has a thread until the worker is connected, and a second one that blocks in {@code waitFor} until it is
 * gone: dependents of {@code Process.onExit} run in the common pool, which user code can block. The process is spawned
 * before this JVM loads Chronicle, so that both load it at the same time.
 */
public final class WorkerLauncher implements AutoCloseable {

    private static final System.Logger LOG = Loggers.of(WorkerLauncher.class);

    /** A grandchild may hold the output pipes open after the worker's end. */
    private static final long OUTPUT_MILLIS = 100;

    private static final long DISPOSAL_SECONDS = 5;

    /** How long after its sockets a process may be seen to end. */
    private static final long ENDING_MILLIS = 500;

    /** What a busy worker needs to say where it is; one that is stopped never does. */
    private static final long STACK_MILLIS = 300;

    /** Who is told of a launch. Called on threads of the launcher. */
    public interface Listener {

        /** Whether an incarnation is still to be started, now that it is its turn. */
        boolean isWanted(int workerId, int incarnation);

        /** The process exists. */
        void spawned(WorkerProcess process);

        /** The worker is connected; its first event will follow. */
        void attached(WorkerProcess process, WorkerLink link);

        /** No process could be spawned, or no connection to it made (then its exit follows). */
        void launchFailed(int workerId, int incarnation, Throwable cause);

        /** The process is gone and its output was read. */
        void exited(WorkerProcess process, ExitReport report);
    }

    private final RunDirectory runDirectory;
    private final JvmArguments jvm;
    private final OutputRouter output;
    private final int maxFrameBytes;
    private final long exitTimeoutMillis;
    private final Listener listener;
    private final SecureRandom random = new SecureRandom();
    private final StartGate gate = new StartGate(Runtime.getRuntime().availableProcessors());
    private final ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.named("procpool-launch"));

    public WorkerLauncher(
            RunDirectory runDirectory,
            JvmArguments jvm,
            OutputRouter output,
            int maxFrameBytes,
            long exitTimeoutMillis,
            Listener listener) {
        this.runDirectory = runDirectory;
        this.jvm = jvm;
        this.output = output;
        this.maxFrameBytes = maxFrameBytes;
        this.exitTimeoutMillis = exitTimeoutMillis;
        this.listener = listener;
    }

    /** How long the launch of one of so many workers may wait for its turn. */
    public static long longestWaitNanos(int workers) {
        return workers * StartGate.PATIENCE_NANOS;
    }

    /** Starts an incarnation of a worker when it is its turn; the listener hears how it goes. */
    public void launch(int workerId, int incarnation) {
        StartGate.Turn turn = gate.line();
        try {
            threads.execute(() -> {
                try {
                    launchInTurn(turn, workerId, incarnation);
                } catch (PoolException | CancellationException | Error e) {
                    listener.launchFailed(workerId, incarnation, e);
                } catch (Exception e) {
                    String message = "worker " + workerId + " cannot be started in " + runDirectory.path() + ": "
                            + FailureText.of(e);
                    listener.launchFailed(workerId, incarnation, new PoolException(message, e));
                }
            });
        } catch (Throwable e) { // no thread can be had
            turn.end();
            listener.launchFailed(workerId, incarnation, e);
        }
    }

    private void launchInTurn(StartGate.Turn turn, int workerId, int incarnation)
            throws IOException, InterruptedException {
        turn.await();
        try {
            if (!listener.isWanted(workerId, incarnation)) {
                throw new CancellationException("worker " + workerId + " is not wanted any more");
            }
            spawnAndAttach(workerId, incarnation);
        } finally {
            turn.end();
        }
    }

    private void spawnAndAttach(int workerId, int incarnation) throws IOException, InterruptedException {
        try {
            FileDescriptors.reserve();
        } catch (IOException e) {
            throw new PoolException("worker " + workerId + " cannot be started: " + e.getMessage(), e);
        }
        try {
            spawnAndAttachWithin(workerId, incarnation);
        } finally {
            FileDescriptors.release();
        }
    }

    private void spawnAndAttachWithin(int workerId, int incarnation) throws IOException {
        Path path = runDirectory.createWorkerDirectory(workerId, incarnation);
        WorkerDirectory directory = new WorkerDirectory(path);
        SharedWords.create(directory.words());
        long token = random.nextLong();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(directory.socket()));
            WorkerProcess process = spawn(workerId, incarnation, directory, token);
            CountDownLatch attachEnded = new CountDownLatch(1);
            try {
                awaitExit(process, server, attachEnded);
                listener.spawned(process);
                attach(process, directory, token, server);
            } catch (ClosedChannelException e) {
                // The process ended before it was connected; its exit is reported.
            } catch (IOException e) {
                if (!process.endsWithin(ENDING_MILLIS)) {
                    process.kill();
                    throw e;
                } // else the other end of a socket was gone: its exit is reported
            } catch (Throwable e) {
                process.kill();
                throw e;
            } finally {
                attachEnded.countDown();
            }
        }
    }

    private WorkerProcess spawn(int workerId, int incarnation, WorkerDirectory directory, long token)
            throws IOException {
        WorkerArguments arguments = new WorkerArguments(
                directory.path(),
                token,
                workerId,
                incarnation,
                maxFrameBytes,
                exitTimeoutMillis,
                MessageFrame.PROTOCOL_VERSION,
                Codecs.fingerprint());
        Optional<ArchiveFile> archive = jvm.usableArchive();
        ProcessBuilder builder = jvm.processBuilder(
                archive, directory.argumentFile(), "dev.procpool.worker.WorkerMain", arguments.toCommandLine());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new PoolException(
                    "worker " + workerId + " cannot be started: " + e.getMessage() + "; the command was: "
                            + String.join(" ", builder.command()),
                    e);
        }
        long pid = process.pid();
        String name = "worker " + workerId + " (pid " + pid + ")";
        try {
            OutputPump stdout = OutputPump.start(
                    process.getInputStream(),
                    Source.STDOUT,
                    name,
                    line -> output.line(workerId, pid, Source.STDOUT, line));
            OutputPump stderr = OutputPump.start(
                    process.getErrorStream(),
                    Source.STDERR,
                    name,
                    line -> output.line(workerId, pid, Source.STDERR, line));
            return new WorkerProcess(workerId, incarnation, process, stdout, stderr, archive);
        } catch (Throwable e) {
            process.destroyForcibly(); // there is no thread to look after it
            throw e;
        }
    }

    /** Reports the exit of a process, once nobody works in its directory any more. */
    private void awaitExit(WorkerProcess process, ServerSocketChannel server, CountDownLatch attachEnded) {
        DaemonThreads.start("procpool-exit of worker " + process.workerId(), () -> {
            try {
                ExitReport report = process.awaitExit(OUTPUT_MILLIS);
                endWaitForConnection(server);
                attachEnded.await(DISPOSAL_SECONDS, TimeUnit.SECONDS);
                listener.exited(process, report);
            } catch (InterruptedException e) {
                listener.launchFailed(process.workerId(), process.incarnation(), e);
            }
        });
    }

    private static void endWaitForConnection(ServerSocketChannel server) {
        try {
            server.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the socket of a worker that has exited", e);
        }
    }

    private void attach(WorkerProcess process, WorkerDirectory directory, long token, ServerSocketChannel server)
            throws IOException {
        EnumMap<WorkerLine.Line, SocketChannel> lines = new EnumMap<>(WorkerLine.Line.class);
        Sender commands = null;
        Receiver events = null;
        try {
            commands = QueueChannel.openSender(directory.commands(), maxFrameBytes);
            SharedWords words = SharedWords.open(directory.words());
            while (lines.size() < WorkerLine.Line.values().length) {
                accept(server, token, lines);
            }
            SocketChannel control = lines.get(WorkerLine.Line.CONTROL);
            SocketChannel doorbell = lines.get(WorkerLine.Line.DOORBELL);
            doorbell.configureBlocking(false);
            control.write(WorkerLine.signal(WorkerLine.GO, 0));
            control.configureBlocking(false);
            events = QueueChannel.openReceiver(directory.events(), maxFrameBytes);
            listener.attached(
                    process,
                    new WorkerLink(commands, events, new Doorbell(doorbell, words.commandsReader()), control, words));
        } catch (IOException | RuntimeException | Error e) {
            for (SocketChannel line : lines.values()) {
                line.close();
            }
            if (commands != null) {
                commands.close();
            }
            if (events != null) {
                events.close();
            }
            throw e;
        }
    }

    /** Accepts one connection, if it is one of the worker's; anybody else's is closed. */
    private static void accept(ServerSocketChannel server, long token, Map<WorkerLine.Line, SocketChannel> lines)
            throws IOException {
        SocketChannel socket = server.accept();
        ByteBuffer preamble = ByteBuffer.allocate(WorkerLine.PREAMBLE);
        try {
            while (preamble.hasRemaining()) {
                if (socket.read(preamble) < 0) {
                    throw new ProtocolException("a connection that ended within its preamble");
                }
            }
            lines.put(WorkerLine.line(preamble.flip(), token), socket);
        } catch (ProtocolException e) {
            LOG.log(System.Logger.Level.WARNING, "{0}: refused {1}", server.getLocalAddress(), e.getMessage());
            socket.close();
        }
    }

    /** Asks a worker for the frames of its main thread, and hands over what it says, on a thread of the launcher. */
    public void captureStack(WorkerLink link, Consumer<List<StackTraceElement>> sink) {
        threads.execute(() -> sink.accept(link.stack(STACK_MILLIS)));
    }

    /** Closes what belonged to an incarnation and removes its directory, on a thread of the launcher. */
    public void dispose(int workerId, int incarnation, WorkerLink link) {
        Runnable disposal = () -> {
            if (link != null) {
                link.close();
            }
            RunDirectory.deleteTree(runDirectory.path().resolve("w" + workerId + ".g" + incarnation));
        };
        try {
            threads.execute(disposal);
        } catch (RejectedExecutionException e) {
            disposal.run(); // the last one, after the launcher was closed
        }
    }

    /** Finishes what is being disposed of, and removes the run directory. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(DISPOSAL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        output.close();
        runDirectory.delete();
    }
}
