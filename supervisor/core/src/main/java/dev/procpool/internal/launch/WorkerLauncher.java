package dev.procpool.internal.launch;

import dev.procpool.ExitReport;
import dev.procpool.PoolException;
import dev.procpool.internal.base.DaemonThreads;
import dev.procpool.internal.base.FailureText;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.PoolName;
import dev.procpool.internal.platform.FileDescriptors;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.start.WorkerDirectory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Spawns worker JVMs and connects to them, off the engine's lock. Thread-safe.
 *
 * <p>At most one JVM for every two processors starts at a time, in the order of the launches. Each launch has a thread
 * until its worker is connected, and a second one that blocks in {@code waitFor} until the process is gone: dependents
 * of {@code Process.onExit} run in the common pool, which user code can block. The process is spawned before this JVM
 * loads Chronicle, so that both load it at the same time.
 */
public final class WorkerLauncher implements AutoCloseable {

    private static final System.Logger LOG = Loggers.of(WorkerLauncher.class);

    /** How long the output of a dead worker is awaited: a grandchild may hold its pipes open. */
    private static final long OUTPUT_MILLIS = 100;

    private static final long DISPOSAL_SECONDS = 5;

    /** How long after its sockets a process may be seen to end. */
    private static final long ENDING_MILLIS = 500;

    /** A busy worker answers within this time with its stack; a stopped one never does. */
    private static final long STACK_MILLIS = 300;

    /** Receives the news of launches. Called on threads of the launcher. */
    public interface Listener {

        /** Whether an incarnation is still to be started, asked when its turn has come. */
        boolean isWanted(int workerId, int incarnation);

        /** The process exists. */
        void spawned(WorkerProcess process);

        /** The worker is connected; its first event will follow. */
        void attached(WorkerProcess process, WorkerLink link);

        /** No process could be spawned, or no connection to it made; in the latter case its exit follows. */
        void launchFailed(int workerId, int incarnation, Throwable cause);

        /** The process is gone and its output was read. */
        void exited(WorkerProcess process, ExitReport report);
    }

    private final RunDirectory runDirectory;
    private final AtomicReference<WorkerSpawner> spawner;
    private final Listener listener;
    private final StartGate gate = new StartGate(Runtime.getRuntime().availableProcessors());
    private final ExecutorService threads;

    /**
     * A launcher of the workers of one pool, which owns {@code runDirectory} and {@code output} from now on.
     *
     * @param maxFrameBytes the largest frame in bytes, in both directions
     * @param exitTimeoutMillis how long shutdown hooks of a worker may run before the worker halts
     */
    public WorkerLauncher(
            PoolName name,
            RunDirectory runDirectory,
            JvmArguments jvm,
            OutputRouter output,
            int maxFrameBytes,
            long exitTimeoutMillis,
            Listener listener) {
        this.runDirectory = runDirectory;
        this.spawner = new AtomicReference<>(new WorkerSpawner(name, jvm, output, maxFrameBytes, exitTimeoutMillis));
        this.listener = listener;
        this.threads =
                Executors.newCachedThreadPool(DaemonThreads.named(number -> name.of("procpool-launch-" + number)));
    }

    /** How long a launch may wait for its turn while {@code workers} workers are being launched. */
    public static long longestWaitNanos(int workers) {
        return workers * StartGate.PATIENCE_NANOS;
    }

    /** Starts an incarnation of a worker when its turn has come; the listener is told of success or failure. */
    public void launch(int workerId, int incarnation) {
        StartGate.Turn turn = gate.line();
        try {
            threads.execute(() -> {
                try {
                    launchInTurn(turn, workerId, incarnation);
                } catch (PoolException | CancellationException | Error e) {
                    listener.launchFailed(workerId, incarnation, e);
                } catch (Exception e) {
                    String message =
                            label(workerId) + " cannot be started in " + runDirectory.path() + ": " + FailureText.of(e);
                    listener.launchFailed(workerId, incarnation, new PoolException(message, e));
                }
            });
        } catch (Throwable e) { // no thread can be had
            turn.end();
            listener.launchFailed(workerId, incarnation, e);
        }
    }

    private String label(int workerId) {
        return spawner.get().name().of("worker " + workerId);
    }

    private void launchInTurn(StartGate.Turn turn, int workerId, int incarnation)
            throws IOException, InterruptedException {
        turn.await();
        try {
            if (!listener.isWanted(workerId, incarnation)) {
                throw new CancellationException(label(workerId) + " is not wanted any more");
            }
            reserveAndStart(workerId, incarnation);
        } finally {
            turn.end();
        }
    }

    private void reserveAndStart(int workerId, int incarnation) throws IOException, InterruptedException {
        try {
            FileDescriptors.here().reserve();
        } catch (IOException e) {
            throw new PoolException(label(workerId) + " cannot be started: " + e.getMessage(), e);
        }
        try {
            start(workerId, incarnation);
        } finally {
            FileDescriptors.here().release();
        }
    }

    private void start(int workerId, int incarnation) throws IOException {
        WorkerDirectory directory = new WorkerDirectory(runDirectory.createWorkerDirectory(workerId, incarnation));
        SharedWords.create(directory.words());
        try (ControlServer server = ControlServer.open(directory.socket())) {
            Start start = new Start(directory, server, spawn(workerId, incarnation, directory, server));
            try {
                awaitExit(start);
                listener.spawned(start.process);
                attach(start);
            } catch (ClosedChannelException e) {
                // The process ended before it was connected; its exit is reported.
            } catch (IOException e) {
                if (!start.process.endsWithin(ENDING_MILLIS)) {
                    start.process.kill();
                    throw e;
                } // else the other end of a socket was gone: the exit of the process is reported
            } catch (Throwable e) {
                start.process.kill();
                throw e;
            } finally {
                start.attachEnded.countDown();
            }
        }
    }

    /** The parts of one start. Its process is replaced if the JVM did not start for a reason that is known. */
    private static final class Start {

        private final WorkerDirectory directory;
        private final ControlServer server;
        private final CountDownLatch attachEnded = new CountDownLatch(1);
        private volatile WorkerProcess process;

        private Start(WorkerDirectory directory, ControlServer server, WorkerProcess process) {
            this.directory = directory;
            this.server = server;
            this.process = process;
        }
    }

    private WorkerProcess spawn(int workerId, int incarnation, WorkerDirectory directory, ControlServer server)
            throws IOException {
        return spawner.get().spawn(workerId, incarnation, directory, server.token());
    }

    private void attach(Start start) throws IOException {
        WorkerLink link =
                WorkerLink.connect(start.server, start.directory, spawner.get().maxFrameBytes());
        try {
            listener.attached(start.process, link);
        } catch (RuntimeException | Error e) {
            link.close();
            throw e;
        }
    }

    /** Reports the exit of a process, once no launch works in its directory any more. */
    private void awaitExit(Start start) {
        WorkerProcess first = start.process;
        DaemonThreads.start("procpool-exit of " + label(first.workerId()), () -> {
            try {
                ExitReport report = first.awaitExit(OUTPUT_MILLIS);
                if (spawner.get().hasOneCollectorTooMany(report) && startAgain(start)) {
                    report = start.process.awaitExit(OUTPUT_MILLIS);
                }
                start.server.close(); // ends the wait for connections
                start.attachEnded.await(DISPOSAL_SECONDS, TimeUnit.SECONDS);
                listener.exited(start.process, report);
            } catch (InterruptedException e) {
                listener.launchFailed(first.workerId(), first.incarnation(), e);
            }
        });
    }

    /**
     * Starts the JVM once more, without a collector of procpool's choice, as do all later starts. Returns whether that
     * could be done.
     */
    private boolean startAgain(Start start) {
        WorkerProcess refused = start.process;
        spawner.updateAndGet(WorkerSpawner::withoutCollector);
        try {
            start.process = spawn(refused.workerId(), refused.incarnation(), start.directory, start.server);
        } catch (IOException | PoolException e) {
            LOG.log(Level.DEBUG, label(refused.workerId()) + " was not started once more", e);
            return false;
        }
        LOG.log(Level.DEBUG, "{0} was started once more, without -XX:+UseSerialGC", label(refused.workerId()));
        listener.spawned(start.process);
        return true;
    }

    /** Asks a worker for the frames of its main thread and gives them to {@code sink}, on a thread of the launcher. */
    public void captureStack(WorkerLink link, Consumer<List<StackTraceElement>> sink) {
        threads.execute(() -> sink.accept(link.stack(STACK_MILLIS)));
    }

    /**
     * Closes the link of an incarnation and removes its directory, on a thread of the launcher.
     *
     * @param link null if the incarnation was never connected
     */
    public void dispose(int workerId, int incarnation, WorkerLink link) {
        Runnable disposal = () -> {
            if (link != null) {
                link.close();
            }
            runDirectory.deleteWorkerDirectory(workerId, incarnation);
        };
        try {
            threads.execute(disposal);
        } catch (RejectedExecutionException e) {
            disposal.run(); // the last one, after the launcher was closed
        }
    }

    /** Waits up to five seconds for disposals that are under way, and removes the run directory. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(DISPOSAL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        spawner.get().output().close();
        runDirectory.delete();
    }
}
